using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Host.Reports;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Shelves;

/// <summary>Reads the newest readings and reports into a board. Of a flood it reads the end alone: a shelf is as its last reading says.</summary>
/// <param name="log">The event log.</param>
/// <param name="limits">How much a reading may hold.</param>
internal sealed class ShelfReader(IEventLogInspector log, ReadingLimits limits)
{
    const int MostAtOnce = 20_000;

    readonly ReadingReader _reader = new(limits);
    readonly Dictionary<TopicPartition, long> _next = [];
    readonly ShelfBoard _board = new();

    /// <summary>The shelves after what was read so far.</summary>
    public ShelfPicture Picture { get; private set; } = ShelfPicture.None;

    /// <summary>Reads what has come since the last call.</summary>
    /// <exception cref="EventLogException">The event log cannot be read.</exception>
    public async Task ReadAsync(CancellationToken stop)
    {
        await foreach (var batch in log.ScanAsync(await NewAsync(TopicNames.Input, stop), stop))
            for (var i = 0; i < batch.Count; i++)
                if (_reader.TryRead(batch[i].Value, out var reading, out _)) _board.Take(reading);
        await foreach (var batch in log.ScanAsync(await NewAsync(TopicNames.MissingProducts, stop), stop))
            for (var i = 0; i < batch.Count; i++)
                if (ReportReader.Read(batch[i].Value) is { } report) _board.Take(report);
        Picture = _board.Look();
    }

    async Task<IReadOnlyCollection<PartitionState>> NewAsync(string topic, CancellationToken stop)
    {
        var found = new List<PartitionState>();
        foreach (var partition in await log.DescribeAsync(topic, stop))
        {
            var from = Math.Max(_next.GetValueOrDefault(partition.Partition, partition.Start), partition.End - MostAtOnce);
            _next[partition.Partition] = partition.End;
            if (from < partition.End) found.Add(partition with { Start = Math.Max(from, partition.Start) });
        }
        return found;
    }
}
