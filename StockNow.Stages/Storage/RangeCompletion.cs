using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Storage;

/// <summary>Finishes a claimed range whose writer is gone: reads exactly its records again and publishes the files that are missing.</summary>
sealed class RangeCompletion(IEventLogInspector log, ILakeStore lake, RangeFiles files, RowMemory memory, StageMetrics metrics, ILogger logger, RecordFailures? failures = null)
{
    /// <exception cref="UnrecoverableException">The range cannot be read as it was written.</exception>
    public async Task CompleteAsync(Intent intent, CancellationToken stop)
    {
        var missing = await files.MissingAsync(intent, stop);
        if (missing.Count == 0) return;
        if (intent.PartitionFunction != LakeLayout.PartitionFunctionVersion)
            throw new UnrecoverableException($"{Name(intent)} was stored in part by version {intent.PartitionFunction} of the folder rule, and this program has version "
                + $"{LakeLayout.PartitionFunctionVersion}. Let the version that began it finish it.");

        var range = await ReadAgainAsync(intent, stop);
        var hours = range.Rows.ByHour();
        if (DifferenceOf(intent, range, hours) is { } difference)
            throw new UnrecoverableException($"{Name(intent)} is not what it was when it was claimed: {difference}. "
                + "The event log was truncated or replaced. Bring back its backup, or begin a new data folder.");

        var toWrite = intent.Files.Zip(hours).Where(pair => missing.Contains(pair.First.Path)).Select(pair => (pair.First.Path, pair.Second.Rows)).ToList();
        using var staged = await files.StageAsync(range, toWrite, intent.Cluster, stop);
        await AmendAsync(intent, staged, stop);
        await files.PublishAsync(intent, staged, stop);
        metrics.AddReceived(intent.Records);
        metrics.AddSent(intent.Records - intent.Malformed);
        metrics.AddDropped(DropReason.Malformed, intent.Malformed);
        logger.RangeRecovered(intent.Topic, intent.Partition, intent.Start, intent.End, missing.Count);
        range.Rows.Clear();
    }

    async Task<RangeBuffer> ReadAgainAsync(Intent intent, CancellationToken stop)
    {
        var range = new RangeBuffer(PartitionOf(intent), memory, intent.JudgedBy, failures);
        range.Begin(intent.Start);
        await CheckHeldAsync(intent, stop);
        await foreach (var batch in log.ScanAsync(range.Partition, intent.Start, intent.End + 1, stop))
            range.Fill(batch, 0, TimeSpan.Zero, policy: null, long.MaxValue, out _);
        return range;
    }

    // The same rows may come out as other bytes, when another version of the library writes them: then both are right.
    async Task AmendAsync(Intent intent, StagedFiles staged, CancellationToken stop)
    {
        var said = intent.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var amended = staged.Files.Select(file => file.File).Where(file => said[file.Path].Sha256 is { } digest && digest != file.Sha256).ToList();
        if (amended.Count == 0) return;
        await new Amendments(lake, new ChainId(intent.Cluster, PartitionOf(intent))).AddAsync(intent.Start, new Amendment { Files = amended }, stop);
        logger.RangeAmended(intent.Topic, intent.Partition, intent.Start, intent.End, amended.Count);
    }

    // A range that retention has eaten into must not be taken for a smaller one.
    async Task CheckHeldAsync(Intent intent, CancellationToken stop)
    {
        var start = intent.Start + intent.Removed;
        var state = (await log.DescribeAsync(intent.Topic, stop)).FirstOrDefault(state => state.Partition.Partition == intent.Partition);
        if (state is null || state.Start <= start) return;
        throw new UnrecoverableException($"{Name(intent)} was claimed but not stored in full, and the event log holds only offsets from {state.Start} on: "
            + $"offsets {start} to {Math.Min(intent.End, state.Start - 1)} were removed by retention. Bring back a backup of the event log, or begin a new data folder.");
    }

    /// <summary>What tells the records of today from those that were claimed, or null. The names of the files are the intent's own.</summary>
    static string? DifferenceOf(Intent then, RangeBuffer now, IReadOnlyList<HourRows> hours) =>
        then.End != now.Next - 1 ? $"its last record was at offset {then.End} then, and is at {now.Next - 1} now"
        : then.Records != now.Records ? $"it held {then.Records} records then, and {now.Records} now"
        : then.Hash != now.Hash ? $"the records' offsets or lengths had the hash {then.Hash} then, and {now.Hash} now"
        : then.Malformed != now.Malformed ? $"{then.Malformed} records were malformed then, and {now.Malformed} are now"
        : then.Files.Count != hours.Count ? $"its readings were of {then.Files.Count} hours then, and are of {hours.Count} now"
        : then.Files.Zip(hours).FirstOrDefault(pair => !IsOf(pair.First, pair.Second)) is ({ } file, var hour)
            ? $"'{file.Path}' with {file.Rows} rows was named then, and {hour.Rows.Length} rows belong in {LakeLayout.FolderOf(hour.Hour)} now"
        : null;

    static bool IsOf(IntentFile file, HourRows hour) => file.Rows == hour.Rows.Length && file.Path.StartsWith(LakeLayout.FolderOf(hour.Hour) + "/", StringComparison.Ordinal);

    static TopicPartition PartitionOf(Intent intent) => new(intent.Topic, intent.Partition);

    static string Name(Intent intent) => $"The range of {intent}";
}
