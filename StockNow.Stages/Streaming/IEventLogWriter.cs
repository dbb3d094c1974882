namespace StockNow.Stages.Streaming;

/// <summary>Writes records and named positions, all that lies between two commits at once.</summary>
public interface IEventLogWriter : IRecordOutput, IAsyncDisposable
{
    /// <summary>Bytes that wait for a commit.</summary>
    long PendingBytes { get; }

    /// <summary>Saves a number under a name in the same commit as the records, as a source's own offset.</summary>
    void SavePosition(string name, long position);

    /// <summary>Makes everything since the last commit visible and durable, at once.</summary>
    /// <exception cref="EventLogException">Dispose the writer and begin again behind the saved position: it tells whether the commit took place.</exception>
    Task CommitAsync(CancellationToken stop);
}
