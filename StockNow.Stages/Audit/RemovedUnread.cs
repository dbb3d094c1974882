using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Finds records that retention or an operator removed before the stage that reads them has come to them. Pure.</summary>
/// <remarks>
/// All records of the embedded log are StockNow's: what a group has not read before it was removed is lost to it, also when the group had not begun. Kafka may
/// have held records long before StockNow came: there a group begins where the log begins. Some of Kafka's offsets may have held the markers of
/// transactions, so the number of records is an upper bound.
/// </remarks>
static class RemovedUnread
{
    /// <param name="partitions">The topic, described before its groups were asked: a start that was moved since is no fault.</param>
    /// <param name="committed">What the group has committed.</param>
    /// <param name="began">Where the group began, by partition, when records before had been removed by then.</param>
    /// <param name="what">The records, such as <c>reading</c>.</param>
    /// <param name="stage">What did not come to them, and what it would have done, such as <c>the filter judged</c>.</param>
    public static IEnumerable<AuditFinding> Of(
        IEnumerable<PartitionState> partitions, IReadOnlyDictionary<int, long> committed, IReadOnlyDictionary<int, long> began, string what, string stage)
    {
        foreach (var partition in partitions)
        {
            var number = partition.Partition.Partition;
            if (began.GetValueOrDefault(number) is var first and > 0) yield return Say(partition.Partition, 0, first, what, stage);
            if (NextOf(partition, committed) is var next && next < partition.Start) yield return Say(partition.Partition, next, partition.Start, what, stage);
        }
    }

    /// <summary>
    /// The same for storage, whose place is the end of the partition's chain. Its group may have passed a few markers after that, which hold nothing to store.
    /// </summary>
    public static IEnumerable<AuditFinding> OfStorage(
        IEnumerable<PartitionState> partitions, IReadOnlyDictionary<TopicPartition, ChainSummary> chains, IReadOnlyDictionary<int, long> committed,
        IReadOnlyDictionary<int, long> began) =>
        partitions.SelectMany(partition => Of([partition], Stored(partition, chains, committed), began, "reading", "storage stored"));

    static IReadOnlyDictionary<int, long> Stored(PartitionState partition, IReadOnlyDictionary<TopicPartition, ChainSummary> chains,
        IReadOnlyDictionary<int, long> committed)
    {
        if (!chains.TryGetValue(partition.Partition, out var chain)) return committed;
        var passedMarkers = committed.GetValueOrDefault(partition.Partition.Partition) >= partition.Start
            && partition.Start - chain.Next <= TransactionMarkers.MostAtEnd;
        return new Dictionary<int, long> { [partition.Partition.Partition] = passedMarkers ? partition.Start : chain.Next };
    }

    static long NextOf(PartitionState partition, IReadOnlyDictionary<int, long> committed) =>
        committed.TryGetValue(partition.Partition.Partition, out var next) ? next : partition.RemovedTo is null ? partition.Start : 0;

    static AuditFinding Say(TopicPartition partition, long from, long to, string what, string stage) => new(partition.ToString(), from + 1 == to
        ? $"offset {from} (up to 1 {what}) was removed from the event log before {stage} it"
        : string.Create(CultureInfo.InvariantCulture,
        $"offsets {from} to {to - 1} (up to {to - from:N0} {what}s) were removed from the event log before {stage} them"));
}
