using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Producing;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Which partitions a group has already started to read: so a lost offset is distinguished from a first start.</summary>
sealed class InitialOffsets(KafkaClients clients, KafkaTopics topics, StableOffsets stable, KafkaProperties properties)
{
    /// <summary>The partitions of the topic that the group has met, and where each partition begins.</summary>
    /// <exception cref="EventLogException">A transaction that does not end hides what was noted.</exception>
    public async Task<(IReadOnlySet<int> Met, long[] Begins)> LookUpAsync(string group, string topic, string topicId, CancellationToken stop) =>
        await AmongAsync(await stable.WaitAsync(KafkaTopics.Positions, stop), group, topic, topicId, stop);

    /// <summary>The partitions in which the group's offsets are lost.</summary>
    public async Task<IReadOnlyList<int>> LostAsync(string group, string topic, CancellationToken stop)
    {
        if (await topics.IdAsync(topic) is not { } topicId) return [];
        var (noted, _) = await stable.LookAsync(KafkaTopics.Positions, stop);
        var (met, begins) = await AmongAsync(noted, group, topic, topicId, stop);
        var committed = await topics.CommittedAsync(group, topic, begins.Length);
        return [.. met.Where(partition => !committed.ContainsKey(partition))];
    }

    async Task<(IReadOnlySet<int> Met, long[] Begins)> AmongAsync(IReadOnlyList<PartitionState> noted, string group, string topic, string topicId,
        CancellationToken stop)
    {
        var positions = await new KafkaPositions(clients, properties).ReadAsync(noted, stop);
        var states = await topics.OffsetsAsync(topic);
        var met = states.Select(state => state.Partition.Partition).Where(number => positions.ContainsKey(KafkaPositions.InitialOffset(group, topicId, number)))
            .ToHashSet();
        return (met, [.. states.Select(state => state.Start)]);
    }
}
