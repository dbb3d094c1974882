using System.Diagnostics;
using StockNow.Contracts.Topics;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>Measures and traces the work with an event log, a batch and a commit at a time.</summary>
/// <param name="inner">The event log.</param>
/// <param name="system">Its kind, as <c>messaging.system</c> says it.</param>
/// <param name="clock">Measures.</param>
public sealed class MeasuredEventLog(IEventLog inner, string system, TimeProvider clock) : IEventLog
{
    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public bool OffsetsAreDense => inner.OffsetsAreDense;

    /// <inheritdoc/>
    public Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop) => inner.EnsureTopicsAsync(topics, stop);

    /// <inheritdoc/>
    public async Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop) =>
        new MeasuredWriter(await inner.OpenWriterAsync(name, stop), Operation("send"), clock);

    /// <inheritdoc/>
    public async Task<IEventLogWriter> OpenInstanceWriterAsync(string name, CancellationToken stop) =>
        new MeasuredWriter(await inner.OpenInstanceWriterAsync(name, stop), Operation("send"), clock);

    /// <inheritdoc/>
    public async Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop) =>
        new MeasuredReader(await inner.OpenReaderAsync(group, topic, owner, stop), Work(group, topic), Operation("commit", group, topic), clock);

    /// <inheritdoc/>
    public async Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop) =>
        new MeasuredSession(await inner.OpenSessionAsync(group, topic, stop), Work(group, topic), Operation("commit", group, topic), clock);

    /// <inheritdoc/>
    public Task<string> IdentityAsync(string topic, CancellationToken stop) => inner.IdentityAsync(topic, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) => inner.DescribeAsync(topic, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartitionState>> DescribeStableAsync(string topic, CancellationToken stop) => inner.DescribeStableAsync(topic, stop);

    /// <inheritdoc/>
    public Task<long> CountAsync(string topic, CancellationToken stop) => inner.CountAsync(topic, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop) => inner.WarningsAsync(stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> AdviceAsync(LogUse use, CancellationToken stop) => inner.AdviceAsync(use, stop);

    /// <inheritdoc/>
    public Task TryUseAsync(LogUse use, CancellationToken stop) => inner.TryUseAsync(use, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) => inner.CommittedAsync(group, topic, stop);

    /// <inheritdoc/>
    public string CommandToSetOffset(string group, TopicPartition partition, long offset) => inner.CommandToSetOffset(group, partition, offset);

    /// <inheritdoc/>
    public Task<string?> PositionAsync(string name, CancellationToken stop) => inner.PositionAsync(name, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> PositionsAsync(string prefix, CancellationToken stop) => inner.PositionsAsync(prefix, stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, CancellationToken stop) =>
        inner.ScanAsync(partition, from, to, stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordBatch> ScanAsync(IReadOnlyCollection<PartitionState> ranges, CancellationToken stop) => inner.ScanAsync(ranges, stop);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    BatchWork Work(string group, string topic) => new(Operation("process", group, topic), clock);

    TagList Operation(string name, string? group = null, string? topic = null)
    {
        var tags = new TagList { { TelemetryNames.SystemTag, system }, { TelemetryNames.OperationTag, name } };
        if (group is not null) tags.Add(TelemetryNames.GroupTag, group);
        if (topic is not null) tags.Add(TelemetryNames.TopicTag, topic);
        return tags;
    }
}
