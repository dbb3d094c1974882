using System.Globalization;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>How far the groups had come when the audit began.</summary>
sealed class Reached
{
    readonly Dictionary<string, IReadOnlyDictionary<int, long>> _committed = [];
    IReadOnlyDictionary<string, string> _firstOffsets = new Dictionary<string, string>();

    Reached() { }

    public static async Task<Reached> AskAsync(IEventLogInspector log, ConsumerGroups groups, CancellationToken stop)
    {
        var reached = new Reached();
        foreach (var group in groups.All) reached._committed[group.Group] = await log.CommittedAsync(group.Group, group.Topic, stop);
        if (log.OffsetsAreDense) reached._firstOffsets = await log.PositionsAsync(FirstOffset.Prefix, stop);
        return reached;
    }

    /// <summary>The next offset of each partition for which a group has committed one.</summary>
    public IReadOnlyDictionary<int, long> By(ConsumerGroup group) => _committed[group.Group];

    /// <summary>Where a group began in each partition of which records had been removed by then.</summary>
    public IReadOnlyDictionary<int, long> Began(ConsumerGroup group, IEnumerable<PartitionState> partitions) => partitions
        .Where(partition => _firstOffsets.ContainsKey(FirstOffset.NameOf(group.Group, partition.Partition)))
        .ToDictionary(partition => partition.Partition.Partition,
        partition => long.Parse(_firstOffsets[FirstOffset.NameOf(group.Group, partition.Partition)], CultureInfo.InvariantCulture));
}
