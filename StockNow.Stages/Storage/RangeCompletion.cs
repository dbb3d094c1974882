using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Storage;

/// <summary>Finishes a claimed range whose writer is gone: reads exactly its records again and publishes the files that are missing.</summary>
sealed class RangeCompletion(IEventLogInspector log, RangeFiles files, RowMemory memory, StageMetrics metrics, ILogger logger)
{
    /// <exception cref="UnrecoverableException">The range cannot be read as it was written.</exception>
    public async Task CompleteAsync(Intent intent, CancellationToken stop)
    {
        var missing = await files.MissingAsync(intent, stop);
        if (missing.Count == 0) return;
        if (intent.PartitionFunction != LakeLayout.PartitionFunctionVersion)
            throw new UnrecoverableException($"{Name(intent)} was stored in part by version {intent.PartitionFunction} of the folder rule, and this program has version "
                + $"{LakeLayout.PartitionFunctionVersion}. Let the version that began it finish it.");

        var range = new RangeBuffer(PartitionOf(intent), memory, intent.MaxReadingBytes);
        range.Begin(intent.Start);
        await CheckHeldAsync(intent, stop);
        await foreach (var batch in log.ScanAsync(range.Partition, intent.Start, intent.End + 1, stop))
            range.Fill(batch, 0, TimeSpan.Zero, policy: null, long.MaxValue, out _);

        var hours = range.Rows.ByHour();
        var again = range.ToIntent(intent.Writer, intent.Cluster, intent.CreatedAt, hours);
        if (!SameRecords(intent, again))
            throw new UnrecoverableException($"{Name(intent)} is not what it was when it was claimed: {intent.Records} records ({intent.Malformed} malformed, hash {intent.Hash}) then, "
                + $"{again.Records} ({again.Malformed} malformed, hash {again.Hash}) now. The event log was truncated or replaced. Bring back its backup, or begin a new data folder.");
        await files.PublishAsync(intent, range.Rows, hours, missing, stop);
        metrics.AddReceived(intent.Records);
        metrics.AddSent(intent.Records - intent.Malformed);
        metrics.AddDropped(DropReason.Malformed, intent.Malformed);
        logger.RangeRecovered(intent.Topic, intent.Partition, intent.Start, intent.End, missing.Count);
        range.Rows.Clear();
    }

    // A range that retention has eaten into must not be taken for a smaller one.
    async Task CheckHeldAsync(Intent intent, CancellationToken stop)
    {
        var state = (await log.DescribeAsync(intent.Topic, stop)).FirstOrDefault(state => state.Partition.Partition == intent.Partition);
        if (state is null || state.Start <= intent.Start) return;
        throw new UnrecoverableException($"{Name(intent)} was claimed but not stored in full, and the event log holds only offsets from {state.Start} on: "
            + $"offsets {intent.Start} to {Math.Min(intent.End, state.Start - 1)} were removed by retention. Bring back a backup of the event log, or begin a new data folder.");
    }

    static bool SameRecords(Intent then, Intent now) =>
        (then.End, then.Records, then.Malformed, then.Hash) == (now.End, now.Records, now.Malformed, now.Hash) && then.Files.SequenceEqual(now.Files);

    static TopicPartition PartitionOf(Intent intent) => new(intent.Topic, intent.Partition);

    static string Name(Intent intent) => $"The range of offsets {intent.Start} to {intent.End} of {PartitionOf(intent)}";
}
