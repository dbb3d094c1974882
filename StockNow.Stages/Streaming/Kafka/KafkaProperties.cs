using System.Text;
using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>
/// The section <c>Kafka</c>: any property of librdkafka, by its own name (<c>bootstrap.servers</c>) or as .NET writes it (<c>BootstrapServers</c>).
/// The list: github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md.
/// </summary>
public sealed class KafkaProperties
{
    const string BootstrapServers = "bootstrap.servers";

    // Exactly once depends on these; whoever set one would lose it without a word.
    static readonly string[] Fixed =
    [
        "group.id", "enable.auto.commit", "enable.auto.offset.store", "isolation.level", "auto.offset.reset", "transactional.id", "enable.idempotence", "acks",
        "allow.auto.create.topics", "enable.partition.eof", "transaction.timeout.ms", "session.timeout.ms", "partition.assignment.strategy", "group.protocol",
    ];

    readonly Dictionary<string, string> _properties = new() { [BootstrapServers] = "localhost:9092" };

    /// <param name="settings">Names and values as they stand in the configuration.</param>
    public KafkaProperties(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var (name, value) in settings)
            if (!string.IsNullOrEmpty(value)) _properties[NativeName(name)] = value;
        if (_properties.TryGetValue("security.protocol", out var protocol)) _properties["security.protocol"] = protocol.Replace("Sasl", "sasl_", StringComparison.Ordinal).ToLowerInvariant();
        if (_properties.TryGetValue("sasl.mechanism", out var mechanism)) _properties["sasl.mechanism"] = MechanismOf(mechanism);
    }

    /// <summary>Where the first brokers are.</summary>
    public string Brokers => _properties[BootstrapServers];

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsTls => _properties.GetValueOrDefault("security.protocol", "").Contains("ssl", StringComparison.Ordinal);

    /// <summary>What is wrong with the properties: names that the client does not know, values it refuses, and those that StockNow sets itself. Never a value.</summary>
    public IEnumerable<(string Name, string Fault)> Faults()
    {
        foreach (var (name, value) in _properties)
        {
            if (Array.IndexOf(Fixed, name) >= 0)
                yield return (name, "is set by StockNow, for exactly once depends on it; take it out (times stand in EventLog:Kafka)");
            else if (FaultOf(name, value) is { } fault) yield return (name, fault);
        }
    }

    /// <summary>The properties with ours over them.</summary>
    public Dictionary<string, string> With(IEnumerable<KeyValuePair<string, string>> defaults, IEnumerable<KeyValuePair<string, string>> fixedOnes)
    {
        var all = new Dictionary<string, string>(defaults);
        foreach (var (name, value) in _properties) all[name] = value;
        foreach (var (name, value) in fixedOnes) all[name] = value;
        return all;
    }

    /// <summary><c>SaslUsername</c> becomes <c>sasl.username</c>.</summary>
    internal static string NativeName(string name)
    {
        if (name.Contains('.', StringComparison.Ordinal)) return name.ToLowerInvariant();
        var native = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && native.Length > 0) native.Append('.');
            native.Append(char.ToLowerInvariant(letter));
        }
        return native.ToString();
    }

    static string MechanismOf(string mechanism) => mechanism.ToUpperInvariant() switch
    {
        "SCRAMSHA256" => "SCRAM-SHA-256",
        "SCRAMSHA512" => "SCRAM-SHA-512",
        var other => other,
    };

    // A client that is given no broker connects to nothing, and yet checks its properties; those of security are checked together, by the first contact.
    static string? FaultOf(string name, string value)
    {
        if (name is BootstrapServers or "security.protocol" || name.StartsWith("ssl.", StringComparison.Ordinal) || name.StartsWith("sasl.", StringComparison.Ordinal)) return null;
        try
        {
            using var client = new ConsumerBuilder<Ignore, Ignore>([new(name, value), new("group.id", "check")]).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or KafkaException)
        {
            return fault.Message.StartsWith("No such", StringComparison.Ordinal) ? "is no property of the Kafka client" : fault.Message.Replace(value, "***", StringComparison.Ordinal);
        }
    }
}
