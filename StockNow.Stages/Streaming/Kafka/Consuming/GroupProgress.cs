using Microsoft.Extensions.Logging;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>
/// Tells whether a group has reached the end of its topic, by asking the brokers: what a member knows of the end of its own partitions may be old, and
/// the partitions of a member that was killed wait for its session to time out.
/// </summary>
sealed class GroupProgress(string group, string topic, KafkaTopics topics, StableOffsets stable, TimeProvider clock, ILogger logger)
{
    static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    long? _lastLook;
    bool _hasSaidWhatIsOpen;

    /// <param name="held">The partitions that this member holds.</param>
    /// <param name="readTo">The offsets up to which it has read those that it knows the end of.</param>
    public bool IsAtEnd(IReadOnlyCollection<int> held, IReadOnlyDictionary<int, long> readTo)
    {
        if (_lastLook is { } last && clock.GetElapsedTime(last) < LookInterval) return false;
        _lastLook = clock.GetTimestamp();
        return LookAsync(held, readTo).GetAwaiter().GetResult();
    }

    async Task<bool> LookAsync(IReadOnlyCollection<int> held, IReadOnlyDictionary<int, long> readTo)
    {
        var (partitions, open) = await stable.LookAsync(topic, CancellationToken.None);
        if (open is not null)
        {
            if (!_hasSaidWhatIsOpen) KafkaLogMessages.EndIsHidden(logger, group, open.Partition.ToString(), open.End);
            _hasSaidWhatIsOpen = true;
            return false;
        }
        var committed = held.Count < partitions.Count
            ? await topics.CommittedAsync(group, topic, partitions.Count) : new Dictionary<int, long>();
        return partitions.All(state => state.Partition.Partition is var number
            && (held.Contains(number) ? readTo.GetValueOrDefault(number, -1) : committed.GetValueOrDefault(number, state.Start)) >= state.End);
    }
}
