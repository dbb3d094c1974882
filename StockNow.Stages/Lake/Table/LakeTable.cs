using Microsoft.Extensions.Logging;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>The lake's table: the entry to storing ranges of offsets, each exactly once, and to the files that readers may count on.</summary>
/// <param name="store">Holds the objects.</param>
/// <param name="format">Writes and reads data files.</param>
/// <param name="followers">Are notified of every published range.</param>
/// <param name="time">Dates the claims.</param>
/// <param name="logger">Reports what was recovered, adopted or lost.</param>
public sealed class LakeTable(ILakeStore store, IReadingFormat format, IEnumerable<ITableFollower> followers, TimeProvider time, ILogger<LakeTable> logger)
    : IDisposable
{
    readonly PublishedFiles _files = new(store, logger, time);

    /// <summary>The files that readers may count on.</summary>
    public IPublishedFiles Files => _files;

    /// <summary>Opens a writer for one worker, after a check that the store can put an object only where there is none.</summary>
    /// <param name="eventLog">The identity of the event log whose ranges are stored.</param>
    /// <param name="source">Reads ranges of it again.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="Base.UnrecoverableException">The store let two writers have one key.</exception>
    /// <exception cref="LakeException">The store is away, full or refuses.</exception>
    public async Task<TableWriter> OpenWriterAsync(string eventLog, IRangeSource source, CancellationToken stop)
    {
        await LakeProbe.CheckAsync(store, stop);
        var identity = new WriterIdentity(Guid.NewGuid().ToString("N"), eventLog);
        return new TableWriter(identity, store, new RangeFiles(store, format), source, new FollowerFeed([.. followers]), time, logger);
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();
}
