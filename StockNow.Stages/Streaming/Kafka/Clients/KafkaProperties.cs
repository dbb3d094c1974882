using static StockNow.Stages.Streaming.Kafka.Clients.KafkaPropertyNames;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>
/// The section <c>Kafka</c>: any property of librdkafka, by its own name (<c>bootstrap.servers</c>) or as .NET writes it (<c>BootstrapServers</c>).
/// The list: github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md.
/// </summary>
sealed class KafkaProperties
{
    readonly Dictionary<string, string> _properties = new() { [BootstrapServers] = "localhost:9092" }, _written = [];
    readonly List<KafkaPropertyFault> _twice = [];

    /// <param name="settings">Names and values as they stand in the configuration.</param>
    public KafkaProperties(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var (name, value) in settings)
        {
            if (string.IsNullOrEmpty(value)) continue;
            var native = Native(name);
            if (!_written.TryAdd(native, name)) _twice.Add(new(name, $"is set a second time, as {_written[native]}; take one of the two out"));
            _properties[native] = native switch
            {
                SecurityProtocol => ProtocolOf(value),
                SaslMechanism => MechanismOf(value),
                _ => value,
            };
        }
    }

    /// <summary>The names that the client knows, in both spellings.</summary>
    public static IEnumerable<string> KnownNames => All;

    /// <summary>Where the first brokers are.</summary>
    public string Brokers => _properties[BootstrapServers];

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsTls => _properties.GetValueOrDefault(SecurityProtocol, "").Contains("ssl", StringComparison.Ordinal);

    /// <summary>Whether Kafka's own tools need a file of properties to sign in or to encrypt.</summary>
    public bool IsSecured => _properties.GetValueOrDefault(SecurityProtocol, "plaintext") != "plaintext";

    /// <summary>Whom the brokers take this program for, as their access control lists spell it.</summary>
    public string Principal => _properties.GetValueOrDefault("sasl.username") is { Length: > 0 } user ? $"User:{user}"
        : IsTls && _properties.ContainsKey("ssl.certificate.location") ? "User:<subject of Kafka:SslCertificateLocation>" : "User:ANONYMOUS";

    /// <summary>The largest record that an operator lets producers send, or null.</summary>
    public int? MessageMaxBytes => int.TryParse(_properties.GetValueOrDefault("message.max.bytes"), out var bytes) ? bytes : null;

    /// <summary>
    /// What is wrong with the properties: names that the client does not know, values it refuses, files it cannot read, and properties that StockNow sets
    /// itself.
    /// </summary>
    public IEnumerable<KafkaPropertyFault> Faults() =>
        _twice.Concat(KafkaPropertyCheck.Faults(_properties).Select(fault => fault with { Name = _written.GetValueOrDefault(fault.Name, fault.Name) }));

    /// <summary>The properties with ours over them.</summary>
    public Dictionary<string, string> With(IEnumerable<KeyValuePair<string, string>> defaults, IEnumerable<KeyValuePair<string, string>> fixedOnes)
    {
        var all = new Dictionary<string, string>(defaults);
        foreach (var (name, value) in _properties) all[name] = value;
        foreach (var (name, value) in fixedOnes) all[name] = value;
        return all;
    }

    static string ProtocolOf(string protocol)
    {
        var name = protocol.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return name.StartsWith("sasl", StringComparison.Ordinal) ? $"sasl_{name[4..]}" : name;
    }

    static string MechanismOf(string mechanism) => mechanism.ToUpperInvariant() switch
    {
        "SCRAMSHA256" => "SCRAM-SHA-256",
        "SCRAMSHA512" => "SCRAM-SHA-512",
        var other => other,
    };
}
