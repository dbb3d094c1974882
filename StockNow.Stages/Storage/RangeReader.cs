using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>Makes the range buffers of one worker, and reads offsets again that an earlier read has passed.</summary>
/// <param name="log">The event log.</param>
/// <param name="limits">How much a reading may hold.</param>
/// <param name="failures">The records that storage has failed on.</param>
sealed class RangeReader(IEventLogInspector log, ReadingLimits limits, RecordFailures? failures) : IRangeSource
{
    readonly RowMemory _memory = new();

    /// <summary>A buffer for the open range of a partition.</summary>
    public RangeBuffer NewBuffer(TopicPartition partition) => new(partition, _memory, limits, failures);

    /// <summary>Fills a range with the offsets from its start up to one, however much that is.</summary>
    /// <param name="range">The range, empty.</param>
    /// <param name="to">The offset after the last one.</param>
    /// <param name="now">The age of its first record, since the stage started.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task RefillAsync(RangeBuffer range, long to, TimeSpan now, CancellationToken stop)
    {
        await foreach (var batch in log.ScanAsync(range.Partition, range.Start, to, stop))
            range.Fill(batch, 0, now, policy: null, long.MaxValue, out _);
    }

    public async Task<RangeContent> ReadAsync(Intent claimed, CancellationToken stop)
    {
        var range = new RangeBuffer(claimed.Chain.Partition, _memory, claimed.JudgedBy, failures, claimed.Version);
        range.Begin(claimed.Start);
        await RefillAsync(range, claimed.End + 1, TimeSpan.Zero, stop);
        return range.ToContent();
    }

    public async Task<HeldOffsets?> HeldAsync(TopicPartition partition, CancellationToken stop) =>
        (await log.DescribeAsync(partition.Topic, stop)).FirstOrDefault(state => state.Partition == partition) is { } state
        ? new HeldOffsets(state.Start, state.End) : null;
}
