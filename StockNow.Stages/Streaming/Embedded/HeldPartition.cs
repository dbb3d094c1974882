using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>A partition that a reader holds, and how far it has come in it.</summary>
sealed class HeldPartition(TopicPartition partition, Claim claim, long committed) : IDisposable
{
    public TopicPartition Partition { get; } = partition;

    /// <summary>The group's offset as this reader last saw or set it.</summary>
    public long Committed { get; set; } = committed;

    /// <summary>The next offset to read.</summary>
    public long Position { get; set; } = committed;

    public void Dispose() => claim.Dispose();
}
