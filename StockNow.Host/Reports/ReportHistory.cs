using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Reports;

/// <summary>Reads the topic of the reports: the last ones, and then those that come.</summary>
/// <param name="log">The event log.</param>
/// <param name="filter">Which reports are asked for.</param>
internal sealed class ReportHistory(IEventLogInspector log, ReportFilter filter)
{
    const int FirstLook = 1_000;

    IReadOnlyList<PartitionState> _seen = [];

    /// <summary>Records of the topic that are no reports.</summary>
    public long Unread { get; private set; }

    /// <summary>Whether there is such a topic.</summary>
    public bool IsThere => _seen.Count > 0;

    /// <summary>The last reports, oldest first. It looks back from the end, farther each time, until there are enough.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<IReadOnlyList<MissingProductReport>> LastAsync(int count, CancellationToken stop)
    {
        _seen = await log.DescribeStableAsync(TopicNames.MissingProducts, stop);
        for (long back = Math.Max(FirstLook, count); ; back *= 8)
        {
            var from = _seen.Select(partition => partition with { Start = Math.Max(partition.Start, partition.End - back) }).ToList();
            var found = await ReadAsync(from, count, stop);
            if (found.Count == count || from.Zip(_seen).All(pair => pair.First.Start == pair.Second.Start)) return found;
        }
    }

    /// <summary>The reports that came since the last call, oldest first.</summary>
    public async Task<IReadOnlyList<MissingProductReport>> NewAsync(CancellationToken stop)
    {
        var now = await log.DescribeAsync(TopicNames.MissingProducts, stop);
        var before = _seen.ToDictionary(partition => partition.Partition, partition => partition.End);
        var from = now.Select(partition => partition with
        {
            Start = Math.Max(partition.Start, before.GetValueOrDefault(partition.Partition, partition.Start)),
        });
        var found = await ReadAsync([.. from.Where(partition => partition.Start < partition.End)], int.MaxValue, stop);
        _seen = now;
        return found;
    }

    async Task<List<MissingProductReport>> ReadAsync(IReadOnlyCollection<PartitionState> ranges, int count, CancellationToken stop)
    {
        var (found, unread) = (new List<(long AppendedAt, MissingProductReport Report)>(), 0L);
        await foreach (var batch in log.ScanAsync(ranges, stop))
        {
            for (var i = 0; i < batch.Count; i++)
                if (ReportReader.Read(batch[i].Value) is not { } report) unread++;
                else if (filter.Takes(report)) found.Add((batch[i].TimestampMs, report));
            // Memory for twice as many as are wanted, however many there are.
            if (found.Count / 2 > count) found = Latest(found, count);
        }
        Unread += unread;
        return [.. Latest(found, count).Select(one => one.Report)];
    }

    // The order of one partition stays; between partitions the time of the records decides.
    static List<(long AppendedAt, MissingProductReport Report)> Latest(List<(long AppendedAt, MissingProductReport Report)> found, int count) =>
        [.. found.OrderBy(one => one.AppendedAt).TakeLast(count)];
}
