using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;
using StockNow.Stages.Streaming.Kafka.Clients;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>The event log on Kafka, as <c>EventLog:Kind=Kafka</c> chooses it.</summary>
sealed class KafkaAdapter : IAdapter<IEventLog>
{
    public string Name => "Kafka";

    public string Summary => "Kafka, where Kafka:BootstrapServers says";

    public IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<KafkaLogOptions>("EventLog:Kafka")];

    public IPassedSection Passed { get; } = new KafkaSection();

    // On some systems the client takes another build of its library.
    public IReadOnlyList<IReadOnlyList<string>> NativeLibraries { get; } = [["librdkafka", "centos8-librdkafka", "alpine-librdkafka"]];

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(KafkaSection.Read(configuration));

    public IEventLog Create(IServiceProvider services) => ActivatorUtilities.CreateInstance<KafkaEventLog>(services);
}
