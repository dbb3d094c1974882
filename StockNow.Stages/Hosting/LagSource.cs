using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>How many records wait for each consuming stage of this process: what its topic holds beyond the group's committed offset.</summary>
public sealed class LagSource(RunPlan plan, ConsumerGroups groups, IEventLogInspector log) : ILagSource
{
    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> LagByStageAsync(CancellationToken stop)
    {
        var partitions = await LagByPartitionAsync(stop);
        return groups.All.Where(consumer => plan.Has(consumer.Stage))
            .ToDictionary(consumer => consumer.Stage, consumer => partitions.Where(partition => partition.Stage == consumer.Stage)
            .Sum(partition => partition.Records));
    }

    /// <summary>The same by partition, for each consuming stage of this process.</summary>
    /// <exception cref="EventLogException">The event log cannot be reached.</exception>
    public async Task<IReadOnlyList<PartitionLag>> LagByPartitionAsync(CancellationToken stop)
    {
        var lags = new List<PartitionLag>();
        foreach (var (stage, group, topic, _) in groups.All.Where(consumer => plan.Has(consumer.Stage)))
        {
            var committed = await log.CommittedAsync(group, topic, stop);
            var partitions = await log.DescribeAsync(topic, stop);
            lags.AddRange(partitions.Select(partition => new PartitionLag(
                stage, group, partition.Partition, partition.End - committed.GetValueOrDefault(partition.Partition.Partition, partition.Start))));
        }
        return lags;
    }
}

/// <summary>The lag of a group in a partition.</summary>
/// <param name="Stage">The stage that reads as this group.</param>
/// <param name="Group">The consumer group.</param>
/// <param name="Partition">Topic and number.</param>
/// <param name="Records">Offsets from the committed one up to the last stable one.</param>
public sealed record PartitionLag(string Stage, string Group, TopicPartition Partition, long Records);
