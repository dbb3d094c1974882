using Microsoft.Extensions.Configuration;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>The section <c>Kafka</c>, which is passed to the Kafka client.</summary>
sealed class KafkaSection : IPassedSection
{
    const string Section = "Kafka";

    public string Path => Section;

    public IEnumerable<KeyValuePair<string, string>> Defaults(IConfiguration configuration)
    {
        var brokers = Read(configuration).Brokers;
        if (!configuration.GetSection(Section).AsEnumerable().Any(setting => setting.Value == brokers))
            yield return new($"{Section}:BootstrapServers", brokers);
    }

    public IEnumerable<PassedFault> Faults(IConfiguration configuration) =>
        Read(configuration).Faults().Select(fault => new PassedFault(fault.Name, fault.Text, fault.IsUnknown ? KafkaProperties.KnownNames : null));

    /// <summary>The properties that are set.</summary>
    public static KafkaProperties Read(IConfiguration configuration) => new(configuration.GetSection(Section).AsEnumerable(makePathsRelative: true));
}
