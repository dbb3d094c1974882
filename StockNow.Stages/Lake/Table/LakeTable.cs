using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
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

    /// <summary>Publishes every data file again that is named by the log of the table and is gone, as far as the event log still holds its range.</summary>
    /// <param name="eventLog">The identity of the event log.</param>
    /// <param name="source">Reads ranges of it again.</param>
    /// <param name="progress">Is notified of the partition and of the part of it that is done, from 0 to 1.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away, full or refuses.</exception>
    public async Task<TableRepair> RepairAsync(string eventLog, IRangeSource source, Action<ChainId, double> progress, CancellationToken stop)
    {
        var dropped = await DroppedDates.LoadAsync(store, null, stop);
        var completion = new RangeCompletion(store, new RangeFiles(store, format), source, logger);
        var (ranges, files, faults) = (0L, 0L, new List<string>());
        await foreach (var id in IntentChains.FindAsync(store, stop).Where(id => id.Cluster == eventLog))
        {
            var chain = new IntentChain(store, id);
            if (await chain.GenesisAsync(stop) is not { } genesis || await chain.HeadAsync(null, stop) is not { } newest) continue;
            await foreach (var range in IntentChains.LeapAsync(chain, genesis.Start, null, stop))
            {
                try { files += await completion.CompleteAsync(range, dropped, stop); }
                catch (UnrecoverableException fault) { faults.Add(fault.Message); }
                ranges++;
                progress(id, (double)(range.End - genesis.Start + 1) / (newest.End - genesis.Start + 1));
            }
        }
        return new TableRepair(ranges, files, faults);
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();
}

/// <summary>The result of a repair.</summary>
/// <param name="Ranges">The ranges that were looked at.</param>
/// <param name="Files">The files that were gone and are there again.</param>
/// <param name="Faults">What could not be repaired, and what a person can do; a sentence each.</param>
public sealed record TableRepair(long Ranges, long Files, IReadOnlyList<string> Faults);
