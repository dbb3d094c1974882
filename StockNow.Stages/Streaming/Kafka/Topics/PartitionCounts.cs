using System.Collections.Concurrent;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Kafka.Topics;

/// <summary>
/// How many partitions topics have. Asked again now and then: partitions may be added, and processes that were started before and after must send one key to
/// the same partition. Safe for concurrent use.
/// </summary>
sealed class PartitionCounts(Func<string, Task<int>> ask, TimeProvider clock)
{
    /// <summary>As often as the client looks for itself (topic.metadata.refresh.interval.ms).</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<string, Known> _topics = new(StringComparer.Ordinal);

    /// <summary>The number last heard; 0 when there is no such topic.</summary>
    public int Of(string topic)
    {
        if (_topics.TryGetValue(topic, out var known)) return known.Count;
        var count = ask(topic).GetAwaiter().GetResult();
        if (count > 0) _topics.TryAdd(topic, new Known(count, clock.GetTimestamp()));
        return count;
    }

    /// <summary>Asks again, in the background, for what was heard long ago.</summary>
    public void Refresh()
    {
        foreach (var (topic, known) in _topics)
            if (clock.GetElapsedTime(known.Asked) >= Interval && _topics.TryUpdate(topic, known with { Asked = clock.GetTimestamp() }, known))
                _ = AskAgainAsync(topic);
    }

    async Task AskAgainAsync(string topic)
    {
        try
        {
            if (await ask(topic) is var count and > 0) _topics[topic] = new Known(count, clock.GetTimestamp());
        }
        catch (Exception fault) when (fault is EventLogException or ObjectDisposedException or UnrecoverableException) { } // what was heard before still holds
    }

    sealed record Known(int Count, long Asked);
}
