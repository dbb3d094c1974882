namespace StockNow.Stages.Streaming;

/// <summary>An atomic read-process-write of one worker: what it produced and how far it read are committed together or not at all.</summary>
public interface IEventLogSession : IRecordOutput, IAsyncDisposable
{
    /// <summary>Whether everything that was in the held partitions at the last look has been read; true when none is held.</summary>
    bool IsCaughtUp { get; }

    /// <summary>Is notified of commits and rewinds, or null.</summary>
    ICommitListener? Listener { get; set; }

    /// <summary>The next records of one held partition; an empty batch when none came for a short while.</summary>
    /// <remarks>The batch is valid until the next read. With the read, the batch counts as processed at the next commit.</remarks>
    /// <exception cref="SessionRewoundException">What was read since the last commit is dropped and will be read again.</exception>
    ValueTask<RecordBatch> ReadAsync(CancellationToken stop);

    /// <summary>
    /// Begins to commit when the input is drained or the log's commit interval is over; low latency when quiet, large commits when busy. The commit may
    /// continue
    /// while more is read and produced; the next one begins once it is done.
    /// </summary>
    /// <exception cref="SessionRewoundException">What was read since the last commit is dropped and will be read again.</exception>
    /// <exception cref="EventLogException">The log failed; dispose the session, a new one begins where the last commit ended.</exception>
    ValueTask CommitIfDueAsync(CancellationToken stop);

    /// <summary>Commits what was read and produced so far, and returns when it is committed.</summary>
    /// <exception cref="SessionRewoundException">What was read since the last commit is dropped and will be read again.</exception>
    /// <exception cref="EventLogException">The log failed; dispose the session, a new one begins where the last commit ended.</exception>
    ValueTask CommitAsync(CancellationToken stop);

    /// <summary>Drops what was produced and reads again from the last commit.</summary>
    ValueTask AbortAsync(CancellationToken stop);
}
