using System.Diagnostics;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Benchmarks;

/// <summary>An event log that notes for each reading when the commit that holds it began.</summary>
sealed class TimedEventLog(IEventLog log) : IEventLog
{
    /// <summary>By the reading's offset; timestamps of <see cref="Stopwatch"/>.</summary>
    public List<long> CommitBegan { get; } = [];

    public string Description => log.Description;

    public bool OffsetsAreDense => log.OffsetsAreDense;

    public Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop) => log.EnsureTopicsAsync(topics, stop);

    public async Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop) => new Writer(await log.OpenWriterAsync(name, stop), CommitBegan);

    public async Task<IEventLogWriter> OpenInstanceWriterAsync(string name, CancellationToken stop) =>
        new Writer(await log.OpenInstanceWriterAsync(name, stop), CommitBegan);

    public Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop) =>
        log.OpenReaderAsync(group, topic, owner, stop);

    public Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop) => log.OpenSessionAsync(group, topic, stop);

    public Task<string> IdentityAsync(string topic, CancellationToken stop) => log.IdentityAsync(topic, stop);

    public Task<long> CountAsync(string topic, CancellationToken stop) => log.CountAsync(topic, stop);

    public Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop) => log.WarningsAsync(stop);

    public Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) => log.DescribeAsync(topic, stop);

    public Task<IReadOnlyList<PartitionState>> DescribeStableAsync(string topic, CancellationToken stop) => log.DescribeStableAsync(topic, stop);

    public Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) => log.CommittedAsync(group, topic, stop);

    public string CommandToSetOffset(string group, TopicPartition partition, long offset) => log.CommandToSetOffset(group, partition, offset);

    public Task<string?> PositionAsync(string name, CancellationToken stop) => log.PositionAsync(name, stop);

    public Task<IReadOnlyDictionary<string, string>> PositionsAsync(string prefix, CancellationToken stop) => log.PositionsAsync(prefix, stop);

    public IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, CancellationToken stop) =>
        log.ScanAsync(partition, from, to, stop);

    public ValueTask DisposeAsync() => log.DisposeAsync();

    sealed class Writer(IEventLogWriter writer, List<long> began) : IEventLogWriter
    {
        int _readings;

        public string Name => writer.Name;

        public long PendingBytes => writer.PendingBytes;

        public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
        {
            writer.Produce(topic, key, value, headers);
            if (topic == TopicNames.Input) _readings++;
        }

        public void SavePosition(string name, string? expected, string value) => writer.SavePosition(name, expected, value);

        public long MaxRecordBytes(string topic) => writer.MaxRecordBytes(topic);

        public async Task CommitAsync(CancellationToken stop)
        {
            var now = Stopwatch.GetTimestamp();
            await writer.CommitAsync(stop);
            for (; _readings > 0; _readings--) began.Add(now);
        }

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
