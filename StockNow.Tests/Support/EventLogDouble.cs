using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>An event log for a test that needs little of it: what is not overridden is not supported.</summary>
abstract class EventLogDouble : IEventLog
{
    public string Description => "a double";

    public virtual bool OffsetsAreDense => false;

    public virtual Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop) => Task.CompletedTask;

    public virtual Task<string> IdentityAsync(string topic, CancellationToken stop) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<PartitionState>> DescribeStableAsync(string topic, CancellationToken stop) => DescribeAsync(topic, stop);

    public virtual Task<long> CountAsync(string topic, CancellationToken stop) => throw new NotSupportedException();

    public virtual Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop) => throw new NotSupportedException();

    public virtual Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) => throw new NotSupportedException();

    public virtual string CommandToSetOffset(string group, TopicPartition partition, long offset) => $"set {group} {partition} {offset}";

    public async Task<string?> PositionAsync(string name, CancellationToken stop) => (await PositionsAsync(name, stop)).GetValueOrDefault(name);

    public virtual Task<IReadOnlyDictionary<string, string>> PositionsAsync(string prefix, CancellationToken stop) => throw new NotSupportedException();

    public virtual IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, CancellationToken stop) =>
        throw new NotSupportedException();

    public virtual Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop) => throw new NotSupportedException();

    public virtual Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop) =>
        throw new NotSupportedException();

    public virtual Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
