using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>An event log of which only the length is known.</summary>
sealed class FakeInput : EventLogDouble
{
    int _looks;

    /// <summary>The offset that the next record of each topic will get.</summary>
    public long End { get; set; }

    /// <summary>How often somebody looked.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public override Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop)
    {
        Interlocked.Increment(ref _looks);
        return Task.FromResult<IReadOnlyList<PartitionState>>([new PartitionState(new TopicPartition(topic, 0), 0, End)]);
    }
}
