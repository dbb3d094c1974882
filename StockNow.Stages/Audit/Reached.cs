using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>How far the groups had come when the audit began: the next offset of each partition that they have committed one for.</summary>
/// <param name="Filtered">The alert filter, in the input topic.</param>
/// <param name="Stored">Storage, in the input topic.</param>
/// <param name="Handled">The alert handler, in the alerts topic.</param>
/// <param name="FirstOffsets">Every <see cref="FirstOffset"/>, by its name.</param>
sealed record Reached(IReadOnlyDictionary<int, long> Filtered, IReadOnlyDictionary<int, long> Stored, IReadOnlyDictionary<int, long> Handled, IReadOnlyDictionary<string, string> FirstOffsets)
{
    public static async Task<Reached> AskAsync(IEventLogInspector log, CancellationToken stop) => new(
        await log.CommittedAsync(GroupNames.AlertFilter, TopicNames.Input, stop),
        await log.CommittedAsync(GroupNames.Storage, TopicNames.Input, stop),
        await log.CommittedAsync(GroupNames.AlertHandler, TopicNames.Alerts, stop),
        log.OffsetsAreDense ? await log.PositionsAsync(FirstOffset.Prefix, stop) : new Dictionary<string, string>());

    /// <summary>Where a group began in each partition of which records had been removed by then.</summary>
    public IReadOnlyDictionary<int, long> Began(string group, IEnumerable<PartitionState> partitions) => partitions
        .Where(partition => FirstOffsets.ContainsKey(FirstOffset.NameOf(group, partition.Partition)))
        .ToDictionary(partition => partition.Partition.Partition, partition => long.Parse(FirstOffsets[FirstOffset.NameOf(group, partition.Partition)], CultureInfo.InvariantCulture));
}
