namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Which partitions groups have met before: by that a lost offset is told from a first meeting.</summary>
sealed class GroupMeetings(KafkaClients clients, KafkaTopics topics, SettledOffsets settled, string brokers)
{
    /// <summary>That offsets of a group are gone although they were there, and what to do.</summary>
    public static string LostOffsets(string group, string topic, IReadOnlyCollection<int> partitions, string brokers) =>
        $"Kafka at {brokers} has lost the offsets of group {group} in {string.Join(", ", partitions.Order().Select(partition => $"{topic}-{partition}"))}; beginning at the start would do everything twice, so nothing is begun. "
        + $"'audit' says the right offset of each (where it names none, the start); set it with: kafka-consumer-groups.sh --bootstrap-server {brokers} --group {group} --topic {topic}:<partition> --reset-offsets --to-offset <offset> --execute, and start again.";

    /// <summary>The partitions of the topic that the group has met, and where each partition begins.</summary>
    /// <exception cref="EventLogException">A transaction that does not end hides what was noted.</exception>
    public async Task<(IReadOnlySet<int> Met, long[] Begins)> LookUpAsync(string group, string topic, string topicId, CancellationToken stop) =>
        await AmongAsync(await settled.WaitAsync(KafkaTopics.Positions, stop).ConfigureAwait(false), group, topic, topicId, stop).ConfigureAwait(false);

    /// <summary>What to say of the group's lost offsets, or null when none is lost.</summary>
    public async Task<string?> LostOffsetsAsync(string group, string topic, CancellationToken stop)
    {
        if (await topics.IdAsync(topic).ConfigureAwait(false) is not { } topicId) return null;
        var (noted, _) = await settled.LookAsync(KafkaTopics.Positions, stop).ConfigureAwait(false);
        var (met, begins) = await AmongAsync(noted, group, topic, topicId, stop).ConfigureAwait(false);
        var committed = await topics.CommittedAsync(group, topic, begins.Length).ConfigureAwait(false);
        return met.Where(partition => !committed.ContainsKey(partition)).ToList() is { Count: > 0 } lost ? LostOffsets(group, topic, lost, brokers) : null;
    }

    async Task<(IReadOnlySet<int> Met, long[] Begins)> AmongAsync(IReadOnlyList<PartitionState> noted, string group, string topic, string topicId, CancellationToken stop)
    {
        var positions = await new KafkaPositions(clients).ReadAsync(noted, stop).ConfigureAwait(false);
        var states = await topics.OffsetsAsync(topic).ConfigureAwait(false);
        var met = states.Select(state => state.Partition.Partition).Where(number => positions.ContainsKey(KafkaPositions.Meeting(group, topicId, number))).ToHashSet();
        return (met, [.. states.Select(state => state.Start)]);
    }
}
