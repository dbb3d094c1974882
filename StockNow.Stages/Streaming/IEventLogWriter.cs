namespace StockNow.Stages.Streaming;

/// <summary>Writes records and named positions, all that lies between two commits at once.</summary>
public interface IEventLogWriter : IRecordOutput, IAsyncDisposable
{
    /// <summary>Bytes that wait for a commit.</summary>
    long PendingBytes { get; }

    /// <summary>What tells it from other writers of the log; stable over restarts.</summary>
    string Name { get; }

    /// <summary>
    /// Saves a value under a name in the same commit as the records, as a source's own offset, provided that the name still has the expected value.
    /// </summary>
    /// <remarks>All writers of one position must have the same name: a log may rely on there being one of them at a time.</remarks>
    /// <param name="name">The position's name.</param>
    /// <param name="expected">The value it has now; null when it has none. Of several calls before one commit the first one's counts.</param>
    /// <param name="value">The value it gets.</param>
    void SavePosition(string name, string? expected, string value);

    /// <summary>Makes everything since the last commit visible and durable, at once.</summary>
    /// <exception cref="PositionConflictException">A position has another value than expected. Nothing is committed; dispose the writer.</exception>
    /// <exception cref="EventLogException">Dispose the writer and begin again after the saved position, which shows whether the commit took place.</exception>
    Task CommitAsync(CancellationToken stop);
}
