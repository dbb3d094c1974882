using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Sees one record.</summary>
delegate void RecordSeen(in LogRecord record, TopicPartition partition);

/// <summary>Reads topics from end to end, and finds what is missing within them.</summary>
sealed class PartitionScan(IEventLogInspector log, AuditProgress progress, List<AuditFinding> findings)
{
    /// <summary>Shows every record that can be read.</summary>
    /// <exception cref="EventLogException">The event log is away.</exception>
    public async Task<IReadOnlyList<ScannedPartition>> ReadAsync(AuditedTopic topic, RecordSeen see, CancellationToken stop)
    {
        var firsts = new List<long>();
        var unread = new List<Unread>();
        foreach (var partition in topic.Partitions)
        {
            unread.Add(new Unread());
            firsts.Add(await ReadAsync(partition, see, unread[^1], stop));
        }
        // Retention may have cut records since the partitions were described; those that were read before it did are judged all the same.
        var left = topic.Partitions.Count == 0 ? [] : await log.DescribeAsync(topic.Name, stop);
        return [.. left.Take(firsts.Count).Select((state, number) => Close(state, firsts[number], unread[number]))];
    }

    /// <returns>The first offset that was read.</returns>
    async Task<long> ReadAsync(PartitionState partition, RecordSeen see, Unread unread, CancellationToken stop)
    {
        var (first, next) = (long.MaxValue, partition.Start);
        while (next < partition.End)
        {
            try
            {
                await foreach (var batch in log.ScanAsync(partition.Partition, next, partition.End, stop))
                {
                    if (first == long.MaxValue && unread.Damaged.Count == 0) first = next = batch[0].Offset;
                    for (var i = 0; i < batch.Count; i++)
                    {
                        var record = batch[i];
                        if (record.Offset > next && log.OffsetsAreDense) unread.Gaps.Add((next, record.Offset));
                        next = record.Offset + 1;
                        see(record, partition.Partition);
                    }
                    progress.Scanned(batch.Count);
                }
                break;
            }
            catch (DamagedRecordsException damaged)
            {
                if (damaged.Offset > next && log.OffsetsAreDense) unread.Gaps.Add((next, damaged.Offset));
                unread.Damaged.Add((damaged.Offset, damaged.Next, damaged.Message));
                first = Math.Min(first, damaged.Offset);
                next = Math.Max(next + 1, damaged.Next);
            }
        }
        return first;
    }

    ScannedPartition Close(PartitionState left, long first, Unread unread)
    {
        var name = left.Partition.ToString();
        // A gap before what is left now was cut by retention while it was read.
        foreach (var (from, to) in unread.Gaps.Where(gap => gap.To > left.Start))
            findings.Add(new AuditFinding(name,
                $"{Range(from, to)} missing from the event log, although offsets before and after are there. Something removed records from it"));
        if (left.RemovedTo is { } removedTo && removedTo < left.Start)
            findings.Add(new AuditFinding(name,
                $"{Range(removedTo, left.Start)} no longer in the event log, and its retention did not remove them. Something else did"));
        if (unread.Damaged.Count > 0)
        {
            var offsets = OffsetRanges.Describe(unread.Damaged.SelectMany(part => Offsets(part.From, Math.Min(part.To, left.End)))).Text;
            findings.Add(new AuditFinding(name, $"the records at offsets {offsets} cannot be read and are not judged. {unread.Damaged[0].Why}"));
        }
        return new ScannedPartition(left with { Start = Math.Min(first, left.Start) },
            [.. unread.Gaps, .. unread.Damaged.Select(part => (part.From, part.To))]);
    }

    static string Range(long from, long to) => to == from + 1
        ? $"offset {from} is" : string.Create(CultureInfo.InvariantCulture, $"offsets {from} to {to - 1} ({to - from:N0} records) are");

    static IEnumerable<long> Offsets(long from, long to)
    {
        for (var offset = from; offset < to; offset++) yield return offset;
    }

    sealed class Unread
    {
        public List<(long From, long To)> Gaps { get; } = [];
        public List<(long From, long To, string Why)> Damaged { get; } = [];
    }
}
