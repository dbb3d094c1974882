using System.Collections.Frozen;
using System.Text;
using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>The two spellings of the client's properties: librdkafka's own and .NET's. Case does not count, as in all of the configuration.</summary>
static class KafkaPropertyNames
{
    public const string BootstrapServers = "bootstrap.servers", SecurityProtocol = "security.protocol", SaslMechanism = "sasl.mechanism";

    static readonly FrozenDictionary<string, string> Natives = typeof(ConsumerConfig).GetProperties().Concat(typeof(ProducerConfig).GetProperties())
        .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0).Select(property => property.Name)
        .Distinct().ToFrozenDictionary(name => name, Dotted, StringComparer.OrdinalIgnoreCase);

    // Second names of one property, of which librdkafka would take whichever it meets last.
    static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["metadata.broker.list"] = BootstrapServers, ["sasl.mechanisms"] = SaslMechanism, ["request.required.acks"] = "acks",
            ["auto.commit.enable"] = "enable.auto.commit",
        ["compression.codec"] = "compression.type",
    }.ToFrozenDictionary();

    /// <summary>All that are known, in both spellings.</summary>
    public static IEnumerable<string> All => Natives.Keys.Concat(Natives.Values);

    /// <summary><c>SaslUsername</c> becomes <c>sasl.username</c>.</summary>
    public static string Native(string name)
    {
        var native = name.Contains('.', StringComparison.Ordinal) ? name.ToLowerInvariant() : Natives.GetValueOrDefault(name) ?? Dotted(name);
        return Aliases.GetValueOrDefault(native, native);
    }

    static string Dotted(string name)
    {
        var native = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && native.Length > 0) native.Append('.');
            native.Append(char.ToLowerInvariant(letter));
        }
        return native.ToString();
    }
}
