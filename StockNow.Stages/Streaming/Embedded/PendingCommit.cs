using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>What the next commit will hold: records per partition and named positions.</summary>
sealed class PendingCommit(LogFile log, TimeProvider clock)
{
    readonly Dictionary<string, PartitionAppender[]> _topics = [];
    readonly Dictionary<string, long> _positions = [];
    string? _lastTopic;
    PartitionAppender[] _lastAppenders = [];

    public long Bytes { get; private set; }

    public bool IsEmpty => Bytes == 0 && _positions.Count == 0;

    public void Add(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers)
    {
        if (!ReferenceEquals(topic, _lastTopic)) (_lastTopic, _lastAppenders) = (topic, AppendersOf(topic));
        var partition = Partitioner.PartitionOf(key, value, _lastAppenders.Length);
        Bytes += _lastAppenders[partition].Add(key, value, headers is null ? default : headers.Encoded);
    }

    public void SavePosition(string name, long value) => _positions[name] = value;

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
            foreach (var (name, value) in _positions) log.SavePosition(name, value);
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
        return _topics[topic] = [.. Enumerable.Range(0, partitions).Select(number => new PartitionAppender(new TopicPartition(topic, number)))];
    }
}
