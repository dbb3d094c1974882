using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>One thing that is wrong with the section <c>Kafka</c>.</summary>
/// <param name="Name">The property as it was written.</param>
/// <param name="Text">What is wrong; never a secret.</param>
/// <param name="IsUnknown">Whether the client knows no such property.</param>
sealed record KafkaPropertyFault(string Name, string Text, bool IsUnknown = false);

/// <summary>Finds what can be known of properties before any connection.</summary>
static partial class KafkaPropertyCheck
{
    const string LargestRecord = "message.max.bytes";

    // Exactly once depends on these; a user who sets one would lose it without notice.
    static readonly string[] Fixed =
    [
        "group.id", "group.instance.id", "enable.auto.commit", "enable.auto.offset.store", "isolation.level", "auto.offset.reset", "transactional.id",
            "enable.idempotence", "acks",
        "allow.auto.create.topics", "enable.partition.eof", "transaction.timeout.ms", "session.timeout.ms", "partition.assignment.strategy", "group.protocol",
        LargestRecord,
    ];

    // The client sends a request again, unseen, when it has waited for so long; what took less than 2 s counts as asked once. See
    // docs/decisions/0017-commits-in-doubt.md.
    static readonly string[] Waits = ["connections.max.idle.ms", "socket.timeout.ms"];
    const int ShortestWait = 5000;

    static readonly string[] SecretWords = ["password", "secret", "key", "token", "pem", "config"];

    /// <summary>The faults, under librdkafka's names.</summary>
    public static IEnumerable<KafkaPropertyFault> Faults(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var address in properties[KafkaPropertyNames.BootstrapServers].Split(','))
            if (!Address().IsMatch(address.Trim()))
                yield return new(KafkaPropertyNames.BootstrapServers,
                    $"{(address.Contains('@', StringComparison.Ordinal) ? "what has an @ in it" : $"'{address}'")} is no address; write host:port, and commas "
                    + "between several");
        var left = new Dictionary<string, string>(properties);
        left.Remove(KafkaPropertyNames.BootstrapServers);
        foreach (var name in properties.Keys.Where(IsFixed))
        {
            left.Remove(name);
            yield return new(name, name == LargestRecord
                ? "follows from MaxReadingBytes; take it out"
                : "is set by StockNow, for exactly once depends on it; take it out (times stand in EventLog:Kafka)");
        }
        foreach (var name in Waits.Where(name => properties.TryGetValue(name, out var wait) && int.TryParse(wait, out var milliseconds)
            && milliseconds is > 0 and < ShortestWait))
        {
            left.Remove(name);
            yield return new(name, $"is less than {ShortestWait}: the client would send requests again so soon that a late one could end a later transaction; "
                + "raise it, or take it out");
        }
        foreach (var (name, file) in properties.Where(property => IsFile(property.Key) && !Path.Exists(property.Value)))
        {
            left.Remove(name);
            yield return new(name, $"names '{Path.GetFullPath(file)}', which is not there");
        }
        if (!properties.GetValueOrDefault(KafkaPropertyNames.SecurityProtocol, "").StartsWith("sasl", StringComparison.Ordinal))
        {
            foreach (var name in properties.Keys.Where(name => name.StartsWith("sasl.", StringComparison.Ordinal)))
                yield return new(name, "is not used: let Kafka:SecurityProtocol be SaslSsl, or SaslPlaintext");
        }
        foreach (var fault in Refused(left, areAll: left.Count == properties.Count - 1))
            yield return fault with { Text = WithoutSecrets(fault.Text, properties) };
    }

    static bool IsFixed(string name) => Array.IndexOf(Fixed, name) >= 0 || name.StartsWith("dotnet.", StringComparison.Ordinal);

    static bool IsFile(string name) =>
        name is "ssl.ca.location" or "ssl.certificate.location" or "ssl.key.location" or "ssl.keystore.location" or "ssl.crl.location";

    // The client tells one fault at a time, first of single properties, then of all together.
    static IEnumerable<KafkaPropertyFault> Refused(Dictionary<string, string> left, bool areAll)
    {
        for (; left.Count > 0 && Refusal(left) is { } refusal; areAll = false)
        {
            if (SingleIn(refusal.Message, left) is { } single)
            {
                var isUnknown = refusal.Message.StartsWith("No such", StringComparison.Ordinal);
                yield return new(single, isUnknown ? "is no property of the Kafka client" : refusal.Message, isUnknown);
                left.Remove(single);
                continue;
            }
            // Together they may only seem wrong because one of them is left out by now.
            if (areAll) yield return new(NameIn(refusal.Message, left.Keys), $"is refused by the Kafka client: {refusal.Message}");
            yield break;
        }
    }

    static string? SingleIn(string message, Dictionary<string, string> left) =>
        message.Contains("JAAS", StringComparison.Ordinal) && left.ContainsKey("sasl.jaas.config") ? "sasl.jaas.config"
        : Quoted().Matches(message).Select(quoted => KafkaPropertyNames.Native(quoted.Groups[1].Value)).FirstOrDefault(left.ContainsKey);

    static string NameIn(string message, IEnumerable<string> names) =>
        names.FirstOrDefault(name => message.Contains(name, StringComparison.Ordinal))
        ?? (message.Contains("SASL mechanism", StringComparison.Ordinal) ? KafkaPropertyNames.SaslMechanism : KafkaPropertyNames.SecurityProtocol);

    // A client that is given no broker connects to nothing, and yet checks its properties.
    static Exception? Refusal(Dictionary<string, string> properties)
    {
        try
        {
            new ConsumerBuilder<Ignore, Ignore>([.. properties, new("group.id", "check")]).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build()
                .Dispose();
            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or KafkaException) { return fault; }
    }

    static string WithoutSecrets(string text, IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (name, value) in properties)
            if (Array.Exists(SecretWords, word => name.Contains(word, StringComparison.Ordinal))) text = text.Replace(value, "***", StringComparison.Ordinal);
        return text;
    }

    [GeneratedRegex("\"([a-z0-9._]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
