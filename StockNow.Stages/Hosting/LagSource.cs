using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>How many records wait for each consuming stage of this process: what its topic holds beyond the group's committed offset.</summary>
public sealed class LagSource(RunPlan plan, IEventLogInspector log) : ILagSource
{
    static readonly (string Stage, string Group, string Topic)[] Consumers =
    [
        (StageNames.AlertFilter, GroupNames.AlertFilter, TopicNames.Input),
        (StageNames.AlertHandler, GroupNames.AlertHandler, TopicNames.Alerts),
        (StageNames.Storage, GroupNames.Storage, TopicNames.Input),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> LagByStageAsync(CancellationToken stop)
    {
        var lags = new Dictionary<string, long>();
        foreach (var (stage, group, topic) in Consumers.Where(consumer => plan.Has(consumer.Stage)))
        {
            var committed = await log.CommittedAsync(group, topic, stop).ConfigureAwait(false);
            var partitions = await log.DescribeAsync(topic, stop).ConfigureAwait(false);
            lags[stage] = partitions.Sum(partition => partition.End - committed.GetValueOrDefault(partition.Partition.Partition, partition.Start));
        }
        return lags;
    }
}
