using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Finds ranges that storage has committed and the lake does not hold: its newest ranges, or all of it, were removed.</summary>
public static class LostRanges
{
    /// <param name="log">The event log.</param>
    /// <param name="partitions">The topic, described after the committed offsets were asked for.</param>
    /// <param name="chains">The lake's chains of this log, read after the committed offsets were asked for.</param>
    /// <param name="committed">What storage had committed.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away.</exception>
    public static async Task<IReadOnlyList<AuditFinding>> FindAsync(
        IEventLogInspector log, IEnumerable<PartitionState> partitions, IReadOnlyDictionary<TopicPartition, ChainSummary> chains,
        IReadOnlyDictionary<int, long> committed, CancellationToken stop)
    {
        var findings = new List<AuditFinding>();
        foreach (var partition in partitions)
        {
            // A group that has only just met a partition may be noted at its start before its chain is begun.
            var heldTo = chains.TryGetValue(partition.Partition, out var chain) ? chain.Next : partition.Start;
            if (!committed.TryGetValue(partition.Partition.Partition, out var next) || next <= heldTo) continue;
            if (next > partition.End) Find($"storage has committed offset {next}, but the log ends at {partition.End}: the log has lost records");
            else if (await HeldRecordsAsync(log, partition, heldTo, next, stop))
                Find(string.Create(CultureInfo.InvariantCulture,
                    $"storage has committed offset {next}, but the lake holds "
                    + $"{(chain is null ? "no range of it" : $"its ranges only up to offset {heldTo - 1}")}: up to {next - heldTo:N0} readings that were "
                    + $"stored are not there. ")
                    + $"Bring the ranges back from a backup of the lake, or start storage: it stores again what the event log still holds");

            void Find(string what) => findings.Add(new AuditFinding(partition.Partition.ToString(), what));
        }
        return findings;
    }

    // In Kafka the group also passes the markers of transactions, which hold nothing to store.
    static async Task<bool> HeldRecordsAsync(IEventLogInspector log, PartitionState partition, long from, long to, CancellationToken stop)
    {
        if (from < partition.Start && to - from > TransactionMarkers.MostAtEnd) return true;
        try
        {
            await foreach (var batch in log.ScanAsync(partition.Partition, Math.Max(from, partition.Start), to, stop))
                if (batch.Count > 0) return true;
            return false;
        }
        catch (DamagedRecordsException) { return true; }
    }
}
