namespace StockNow.Stages.Streaming.Kafka;

/// <summary>
/// Tells whether the partitions that this member does not hold are done with. After a kill they belong to a member that is gone, until its session
/// times out: whoever drains must wait for them.
/// </summary>
sealed class OtherMembers(string group, string topic, KafkaTopics topics, TimeProvider clock)
{
    static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    long? _lastLook;
    bool _wereDone;

    /// <param name="held">The partitions that this member holds.</param>
    public bool AreDone(IReadOnlyCollection<int> held)
    {
        if (_lastLook is { } last && clock.GetElapsedTime(last) < LookInterval) return _wereDone;
        _lastLook = clock.GetTimestamp();
        return _wereDone = LookAsync(held).GetAwaiter().GetResult();
    }

    async Task<bool> LookAsync(IReadOnlyCollection<int> held)
    {
        var partitions = await topics.OffsetsAsync(topic).ConfigureAwait(false);
        if (held.Count == partitions.Count) return true;
        var committed = await topics.CommittedAsync(group, topic, partitions.Count).ConfigureAwait(false);
        return partitions.Where(state => !held.Contains(state.Partition.Partition))
            .All(state => committed.GetValueOrDefault(state.Partition.Partition, state.Start) >= state.End);
    }
}
