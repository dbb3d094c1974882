using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Storage;

/// <summary>
/// Stores an open range: writes its files aside, claims the range with their sizes and digests, then publishes them. Who loses the claim adopts the winner's
/// range, so nothing is stored twice.
/// </summary>
sealed class RangePublisher(StorageIdentity identity, ILakeStore lake, RangeFiles files, RangeCompletion completion, RangeFolding folding, IEventLogInspector log, TimeProvider time, StageMetrics metrics, ILogger logger)
{
    /// <summary>Stores what the range holds. Afterwards it begins after what is stored, and holds what an adopted range left over.</summary>
    /// <exception cref="LakeException">The store is away. The range is as it was; whether it is claimed shows after a restart.</exception>
    public async Task PublishAsync(RangeBuffer range, RollReason reason, CancellationToken stop)
    {
        using var staged = await files.StageAsync(range, range.Rows.ByHour(), identity.Cluster, stop);
        var mine = range.ToIntent(identity.Writer, identity.Cluster, time.GetUtcNow(), [.. staged.Files.Select(file => file.File)]);
        var holds = await new IntentChain(lake, identity.Cluster, range.Partition).ClaimAsync(mine, stop);
        if (ReferenceEquals(holds, mine)) await StoreAsync(range, mine, staged, reason, stop);
        else await AdoptAsync(range, holds, stop);
        await folding.PublishedAsync(range.Partition, range.Start, stop);
    }

    async Task StoreAsync(RangeBuffer range, Intent mine, StagedFiles staged, RollReason reason, CancellationToken stop)
    {
        await files.PublishAsync(mine, staged, stop);
        metrics.AddReceived(mine.Records);
        metrics.AddSent(mine.Records - mine.Malformed);
        metrics.AddDropped(DropReason.Malformed, mine.Malformed);
        logger.RangePublished(mine.Topic, mine.Partition, mine.Start, mine.End, mine.Records - mine.Malformed, mine.Malformed, mine.Files.Count, reason);
        range.Begin(mine.End + 1);
    }

    async Task AdoptAsync(RangeBuffer range, Intent winner, CancellationToken stop)
    {
        await completion.CompleteAsync(winner, stop);
        logger.RangeAdopted(winner.Topic, winner.Partition, winner.Start, winner.End, winner.Writer);
        var (read, openedAt) = (range.Next, range.OpenedAt);
        range.Begin(winner.End + 1);
        if (read <= range.Start) return;
        await foreach (var batch in log.ScanAsync(range.Partition, range.Start, read, stop))
            range.Fill(batch, 0, openedAt, policy: null, long.MaxValue, out _);
    }
}

/// <summary>Who stores what.</summary>
/// <param name="Writer">This worker alone.</param>
/// <param name="Cluster">The event log's identity.</param>
sealed record StorageIdentity(string Writer, string Cluster);
