using StockNow.Contracts.Topics;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming;

/// <summary>Records that are in the log can no longer be read. Stages end with it; an audit reports it and continues after them.</summary>
/// <param name="partition">Their partition.</param>
/// <param name="offset">The first of them.</param>
/// <param name="next">The first offset after them that may be readable.</param>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="cause">Where it showed, or null.</param>
sealed class DamagedRecordsException(TopicPartition partition, long offset, long next, string message, Exception? cause = null)
    : UnrecoverableException(message, cause)
{
    /// <summary>Their partition.</summary>
    public TopicPartition Partition { get; } = partition;

    /// <summary>The first of them.</summary>
    public long Offset { get; } = offset;

    /// <summary>The first offset after them that may be readable.</summary>
    public long Next { get; } = next;
}
