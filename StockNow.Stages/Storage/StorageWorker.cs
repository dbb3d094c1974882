using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>Reads readings and stores them.</summary>
sealed class StorageWorker(IEventLog log, Func<string, CancellationToken, Task<OpenRanges>> openRanges, TimeProvider time, ILogger logger) : IStageWorker
{
    // A stop that takes longer leaves the rest in the event log.
    static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(5);

    public async Task RunAsync(StageSignals signals)
    {
        // A range under way is finished even after the signal to stop: that is quicker than doing it again.
        using var storing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stopping = signals.Stop.Register(() => storing.CancelAfter(StopBudget));

        var cluster = await log.IdentityAsync(TopicNames.Input, signals.Stop);
        if (cluster.Length == 0)
            throw new EventLogException($"There is no event log yet ({log.Description}); it is made at start by the stages that read or write it.");
        var ranges = await openRanges(cluster, signals.Stop);
        await using var reader = await log.OpenReaderAsync(GroupNames.Storage, TopicNames.Input, ranges, signals.Stop);
        ranges.CommitTo(reader);
        try
        {
            await StoreAsync(reader, ranges, signals, storing.Token);
            await ranges.RollAllAsync(storing.Token);
        }
        catch (Exception fault) when (signals.Stop.IsCancellationRequested && fault is OperationCanceledException or LakeException or EventLogException)
        {
            logger.LeftInEventLog(fault.Message);
        }
        finally
        {
            // After a fault nothing more may be stored when the reader gives its partitions up.
            ranges.Forget();
        }
    }

    /// <returns>When the stage ends: after the signal to stop, or after the signal to drain once all that was sent before is stored.</returns>
    static async Task StoreAsync(IEventLogReader reader, OpenRanges ranges, StageSignals signals, CancellationToken storing)
    {
        var isAllStored = false;
        while (!signals.Stop.IsCancellationRequested)
        {
            // Looked at before the read: storing may take so long that everything else is sent meanwhile, and the signal comes.
            var drains = signals.Drain.IsCancellationRequested;
            RecordBatch batch;
            try
            {
                batch = await reader.ReadAsync(signals.Stop);
            }
            catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
            {
                return;
            }
            await ranges.AddAsync(batch, storing);
            await ranges.RollDueAsync(storing);
            if (!drains || batch.Count > 0)
            {
                isAllStored = false;
                continue;
            }
            // The last read found nothing, and nothing took long between it and this look.
            if (isAllStored && reader.IsCaughtUp) return;
            await ranges.RollAllAsync(storing); // also for other workers that drain: they wait for the offsets that it commits
            isAllStored = true;
        }
    }
}
