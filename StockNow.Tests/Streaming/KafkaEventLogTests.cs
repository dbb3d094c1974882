using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Streaming;

[Category("Kafka")]
[TestFixture(true)]
[TestFixture(false)]
sealed class KafkaEventLogTests(bool nativeBatches) : EventLogConformance
{
    readonly string _suffix = Guid.NewGuid().ToString("N")[..8];

    protected override string Unique(string name) => $"{name}-{TestContext.CurrentContext.Test.ID}-{_suffix}";

    // Each record is sent at once: so records change places wherever they can.
    protected override Task<IEventLog> OpenAsync(int partitions = 1) => Task.FromResult<IEventLog>(new KafkaEventLog(
        new KafkaProperties([new("BootstrapServers", KafkaService.Brokers), new("LingerMs", "0")]),
        new KafkaLogOptions { Partitions = partitions, SessionTimeout = TimeSpan.FromSeconds(6), NativeBatches = nativeBatches }, new EventLogOptions(),
        ProductPipeline.Groups, ReadingLimits.Default, TimeProvider.System, NullLogger<KafkaEventLog>.Instance));
}
