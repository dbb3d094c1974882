using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Conformance;

namespace StockNow.Tests.Simulator;

sealed class MemoryOutputLogTests : PositionConformance
{
    protected override string Unique(string name) => name == "readings" ? TopicNames.Input : name;

    protected override Task<IEventLog> OpenAsync(int partitions = 1) => Task.FromResult<IEventLog>(new MemoryOutputLog(TimeProvider.System));

    protected override Task<int> CountAsync(IEventLog log) => Task.FromResult(((MemoryOutputLog)log).Records.Count);
}
