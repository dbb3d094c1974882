using StockNow.Contracts.Topics;

namespace StockNow.Stages.Lake.Table;

/// <summary>The event log as the table needs it: to store a range again whose writer has stopped, and to compare the ends of log and chain.</summary>
public interface IRangeSource
{
    /// <summary>Reads exactly the offsets of a claimed range again, with the limits that held when it was claimed.</summary>
    /// <returns>Its content. The caller clears its rows when it is done.</returns>
    Task<RangeContent> ReadAsync(Intent claimed, CancellationToken stop);

    /// <summary>The offsets that the event log holds of a partition now, or null when the partition does not exist.</summary>
    Task<HeldOffsets?> HeldAsync(TopicPartition partition, CancellationToken stop);
}

/// <summary>The offsets of a partition that an event log holds.</summary>
/// <param name="Start">The first one.</param>
/// <param name="End">The offset after the last one.</param>
public readonly record struct HeldOffsets(long Start, long End);
