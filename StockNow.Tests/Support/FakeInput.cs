using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>An event log of which only the length is known.</summary>
sealed class FakeInput : IEventLog
{
    int _looks;

    /// <summary>The offset that the next record of each topic will get.</summary>
    public long End { get; set; }

    /// <summary>How often somebody looked.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public string Description => "a length";

    public Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop)
    {
        Interlocked.Increment(ref _looks);
        return Task.FromResult<IReadOnlyList<PartitionState>>([new PartitionState(new TopicPartition(topic, 0), 0, End)]);
    }

    public Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop) => Task.CompletedTask;

    public Task<string> IdentityAsync(string topic, CancellationToken stop) => throw new NotSupportedException();

    public Task<long> CountAsync(string topic, CancellationToken stop) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) => throw new NotSupportedException();

    public Task<long?> PositionAsync(string name, CancellationToken stop) => throw new NotSupportedException();

    public IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, CancellationToken stop) => throw new NotSupportedException();

    public Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop) => throw new NotSupportedException();

    public Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop) => throw new NotSupportedException();

    public Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
