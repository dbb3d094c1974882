using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>Publishes data files again that are gone, and records as lost what nothing can bring back.</summary>
/// <param name="store">Holds the objects.</param>
/// <param name="format">Writes and reads data files.</param>
/// <param name="time">Dates the decisions.</param>
/// <param name="logger">Reports what was repaired.</param>
public sealed class TableRepair(ILakeStore store, IReadingFormat format, TimeProvider time, ILogger<TableRepair> logger)
{
    /// <summary>Publishes every data file again that is named by the log of the table and is gone, as far as the event log still holds its range.</summary>
    /// <param name="eventLog">The identity of the event log.</param>
    /// <param name="source">Reads ranges of it again.</param>
    /// <param name="progress">Is notified of the partition and of the part of it that is done, from 0 to 1.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="UnrecoverableException">An object of a chain is damaged.</exception>
    /// <exception cref="LakeException">The store is away, full or refuses.</exception>
    public async Task<RepairReport> RunAsync(string eventLog, IRangeSource source, Action<ChainId, double> progress, CancellationToken stop)
    {
        var dropped = await DroppedFiles.LoadAsync(store, null, stop);
        var completion = new RangeCompletion(store, new RangeFiles(store, format), source, logger);
        var (ranges, files, faults, lost) = (0L, 0L, new List<string>(), new List<LostRange>());
        await foreach (var id in IntentChains.FindAsync(store, stop).Where(id => id.Cluster == eventLog))
        {
            var chain = new IntentChain(store, id);
            if (await chain.GenesisAsync(stop) is not { } genesis || await chain.HeadAsync(null, stop) is not { } newest) continue;
            await foreach (var range in IntentChains.LeapAsync(chain, genesis.Start, null, stop))
            {
                try { files += await completion.CompleteAsync(range, dropped, stop); }
                catch (LostRangeException gone) { lost.Add(gone.Range); }
                catch (UnrecoverableException fault) { faults.Add(fault.Message); }
                ranges++;
                progress(id, (double)(range.End - genesis.Start + 1) / (newest.End - genesis.Start + 1));
            }
        }
        return new RepairReport(ranges, files, faults, lost);
    }

    /// <summary>Records that files are lost. Storage, readers and proofs then continue without them.</summary>
    /// <param name="lost">The ranges, as a repair has found them.</param>
    /// <param name="reason">Why, for the people who read the audit later.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task AcceptAsync(IReadOnlyList<LostRange> lost, string reason, CancellationToken stop)
    {
        foreach (var (intent, files, _) in lost)
        {
            await new AcceptedLoss
            {
                Cluster = intent.Cluster, Topic = intent.Topic, Partition = intent.Partition, Start = intent.Start, End = intent.End,
                Files = [.. files.Select(file => file.Path)], Rows = files.Sum(file => file.Rows), Reason = reason, CreatedAt = time.GetUtcNow(),
            }.RecordAsync(store, stop);
        }
    }
}

/// <summary>The result of a repair.</summary>
/// <param name="Ranges">The ranges that were looked at.</param>
/// <param name="Files">The files that were gone and are there again.</param>
/// <param name="Faults">What could not be repaired, and what a person can do; a sentence each.</param>
/// <param name="Lost">The ranges that only a backup can bring back.</param>
public sealed record RepairReport(long Ranges, long Files, IReadOnlyList<string> Faults, IReadOnlyList<LostRange> Lost);
