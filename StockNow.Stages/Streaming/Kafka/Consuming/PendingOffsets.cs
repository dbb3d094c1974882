using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>How far a session has read that it has not begun to commit, and as which member of the group.</summary>
sealed class PendingOffsets(string topic, Func<IConsumerGroupMetadata> member, TimeProvider clock)
{
    readonly Dictionary<int, long> _next = [], _positions = [];
    long _since;

    public bool IsEmpty => _next.Count == 0;

    /// <summary>Time since the first of them was taken.</summary>
    public TimeSpan Age => clock.GetElapsedTime(_since);

    /// <summary>The membership that they were read under.</summary>
    public IConsumerGroupMetadata? Member { get; private set; }

    /// <summary>A partition is read from here on.</summary>
    public void Hold(int partition, long start) => _positions[partition] = start;

    /// <summary>A partition is no longer read.</summary>
    public void Release(int partition) => _positions.Remove(partition);

    /// <summary>A partition was read up to here.</summary>
    public void Take(int partition, long next)
    {
        if (_positions.TryGetValue(partition, out var position) && position >= next) return;
        if (_next.Count == 0) (_since, Member) = (clock.GetTimestamp(), member());
        _next[partition] = _positions[partition] = next;
    }

    /// <summary>Hands out what was taken, to be committed.</summary>
    public IReadOnlyCollection<TopicPartitionOffset> Close()
    {
        TopicPartitionOffset[] offsets = [.. _next.Select(next => new TopicPartitionOffset(topic, next.Key, next.Value))];
        _next.Clear();
        return offsets;
    }

    /// <summary>Forgets all: it will be read again.</summary>
    public void Drop()
    {
        _next.Clear();
        _positions.Clear();
    }
}
