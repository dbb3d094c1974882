using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>What the next commit will hold: records per partition and named positions.</summary>
sealed class PendingCommit(LogFile log, TimeProvider clock)
{
    /// <summary>The largest record: well below what SQLite takes in one row, so that the batch around it fits.</summary>
    public const int MaxRecordBytes = 256 * 1024 * 1024;

    readonly Dictionary<string, PartitionAppender[]> _topics = [];
    readonly PendingPositions _positions = new();
    string? _lastTopic;
    PartitionAppender[] _lastAppenders = [];

    public long Bytes { get; private set; }

    public bool IsEmpty => Bytes == 0 && _positions.IsEmpty;

    public void Add(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers)
    {
        var length = (long)key.Length + value.Length + (headers?.Encoded.Length ?? 0);
        if (length > MaxRecordBytes)
            throw new RecordException($"the record for {topic} has {length} bytes, the embedded event log takes at most {MaxRecordBytes}");
        if (!ReferenceEquals(topic, _lastTopic)) (_lastTopic, _lastAppenders) = (topic, AppendersOf(topic));
        var partition = Partitioner.PartitionOf(key, value, _lastAppenders.Length);
        Bytes += _lastAppenders[partition].Add(key, value, headers is null ? default : headers.Encoded);
    }

    public void SavePosition(string name, string? expected, string value) => _positions.Add(name, expected, value);

    /// <summary>Commits all of it, with whatever else belongs to the same transaction; on a fault nothing is committed and everything still waits.</summary>
    public void Commit(Action? alongside = null)
    {
        foreach (var appenders in _topics.Values)
            foreach (var appender in appenders) appender.Seal();
        log.InTransaction(() =>
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var appenders in _topics.Values)
                foreach (var appender in appenders)
                    if (!appender.IsEmpty) appender.WriteTo(log, now);
            foreach (var (name, expected, value) in _positions.All)
                if (!log.SavePosition(name, expected, value)) throw new PositionConflictException(name, expected, log.Positions(name).GetValueOrDefault(name));
            alongside?.Invoke();
        });
        Clear();
    }

    public void Clear()
    {
        foreach (var appenders in _topics.Values)
            foreach (var appender in appenders) appender.Clear();
        _positions.Clear();
        Bytes = 0;
    }

    PartitionAppender[] AppendersOf(string topic)
    {
        if (_topics.TryGetValue(topic, out var known)) return known;
        var partitions = log.Partitions(topic)
            ?? throw new EventLogException($"There is no topic '{topic}' in {log.Path}; it is made at start by the stages that read or write it.");
        PartitionAppender[] appenders = [.. Enumerable.Range(0, partitions).Select(number => new PartitionAppender(new TopicPartition(topic, number)))];
        foreach (var appender in appenders) log.CheckEnd(appender.Partition);
        return _topics[topic] = appenders;
    }
}
