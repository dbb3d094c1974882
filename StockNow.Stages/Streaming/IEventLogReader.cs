using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>Reads a topic for a group. Other readers of the group, in this process or another, have the other partitions.</summary>
public interface IEventLogReader : IAsyncDisposable
{
    /// <summary>Whether everything that was in the held partitions at the last look has been read; true when none is held.</summary>
    bool IsCaughtUp { get; }

    /// <summary>The next records of one held partition; an empty batch when none came for a short while.</summary>
    /// <remarks>The batch is valid until the next read.</remarks>
    ValueTask<RecordBatch> ReadAsync(CancellationToken stop);

    /// <summary>Saves the next offset to read, for lag tools and for the next owner's information.</summary>
    Task CommitAsync(TopicPartition partition, long next, CancellationToken stop);
}

/// <summary>Owns the partitions that a reader holds.</summary>
public interface IPartitionOwner
{
    /// <summary>A partition was gained; nothing of it has been read.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="committed">The group's committed offset, or null.</param>
    /// <param name="start">The first offset that the log still holds.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The offset to begin at.</returns>
    Task<long> AssignedAsync(TopicPartition partition, long? committed, long start, CancellationToken stop);

    /// <summary>A partition is being given up and still held: the last chance to finish what was read of it.</summary>
    Task RevokedAsync(TopicPartition partition, CancellationToken stop);

    /// <summary>A partition is already someone else's: forget what was read of it.</summary>
    void Lost(TopicPartition partition);
}
