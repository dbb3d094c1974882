using Microsoft.Extensions.Logging;
using StockNow.Contracts.Lake;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>Completes a claimed range whose writer has stopped: reads exactly its records again and publishes the files that are missing.</summary>
sealed class RangeCompletion(ILakeStore store, RangeFiles files, IRangeSource source, ILogger logger)
{
    /// <returns>Whether files were missing; they are published now.</returns>
    /// <exception cref="UnrecoverableException">The range cannot be read as it was written.</exception>
    public async Task<bool> CompleteAsync(Intent intent, CancellationToken stop) =>
        (await files.MissingAsync(intent, DroppedFiles.None, stop)).Count > 0
        && await CompleteAsync(intent, await DroppedFiles.LoadAsync(store, null, stop), stop) > 0;

    /// <summary>Completes any range of a chain, as far as its files were not dropped.</summary>
    /// <returns>The number of files that were missing; they are published now.</returns>
    /// <exception cref="UnrecoverableException">The range cannot be read as it was written, or another file is at the key of one of its files.</exception>
    public async Task<int> CompleteAsync(Intent intent, DroppedFiles dropped, CancellationToken stop)
    {
        var missing = await files.MissingAsync(intent, dropped, stop);
        if (missing.Count == 0) return 0;
        if (intent.PartitionFunction != LakeLayout.PartitionFunctionVersion)
            throw new UnrecoverableException($"{Name(intent)} was partly stored with version {intent.PartitionFunction} of the folder rule; this program uses "
                + $"version {LakeLayout.PartitionFunctionVersion}. Complete the range with the version of StockNow that began it.");

        await CheckHeldAsync(intent, missing, stop);
        var range = await source.ReadAsync(intent, stop);
        var hours = range.Rows.ByHour();
        if (DifferenceOf(intent, range, hours) is { } difference)
            throw new UnrecoverableException($"{Name(intent)} differs from what was claimed: {difference}. "
                + "The event log was truncated or replaced. Restore its backup, or begin a new data folder.");

        var toWrite = intent.Files.Zip(hours).Where(pair => missing.Contains(pair.First.Path)).Select(pair => (pair.First.Path, pair.Second.Rows)).ToList();
        using var staged = await files.StageAsync(range, toWrite, intent.Cluster, stop);
        await AmendAsync(intent, staged, stop);
        await files.PublishAsync(intent, staged, stop);
        range.Rows.Clear();
        logger.RangeRecovered(intent.Topic, intent.Partition, intent.Start, intent.End, missing.Count);
        return missing.Count;
    }

    // A newer version of the Parquet library may write the same rows with other bytes: then both are right.
    async Task AmendAsync(Intent intent, StagedFiles staged, CancellationToken stop)
    {
        var claimed = intent.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var file in staged.Files.Select(file => file.File))
            if (claimed[file.Path].Columns is { } columns && ColumnDigests.Differences(columns, file.Columns!) is { Count: > 0 } different)
                throw new UnrecoverableException($"{Name(intent)} differs from what was claimed: '{file.Path}' has other values in "
                    + $"{string.Join(", ", different)}. Another version of StockNow reads the same records differently; complete the range with the version "
                    + "that began it.");
        var amended = staged.Files.Select(file => file.File).Where(file => claimed[file.Path].Sha256 is { } digest && digest != file.Sha256).ToList();
        if (amended.Count == 0) return;
        await new Amendments(store, intent.Chain).AddAsync(intent.Start, new Amendment { Files = amended }, stop);
        logger.RangeAmended(intent.Topic, intent.Partition, intent.Start, intent.End, amended.Count);
    }

    // A range from which retention has removed records must not be taken for a smaller one.
    async Task CheckHeldAsync(Intent intent, IReadOnlySet<string> missing, CancellationToken stop)
    {
        var start = intent.Start + intent.Removed;
        if (await source.HeldAsync(intent.Chain.Partition, stop) is not { } held || held.Start <= start) return;
        throw new LostRangeException(intent, missing, $"{Name(intent)} was claimed but {missing.Count} of its files {(missing.Count == 1 ? "is" : "are")} "
            + $"not there, and the event log holds only offsets from {held.Start} on: offsets {start} to {Math.Min(intent.End, held.Start - 1)} were removed "
            + "by retention. Restore a backup of the event log or of the lake. If there is none, 'lake repair --accept-loss \"<reason>\"' records the loss, "
            + "and storage continues.");
    }

    /// <summary>The difference between the claimed records and those that were read now, or null. The names of the files are the intent's own.</summary>
    static string? DifferenceOf(Intent then, RangeContent now, IReadOnlyList<HourRows> hours) =>
        then.End != now.End ? $"its last record was at offset {then.End} then, and is at {now.End} now"
        : then.Records != now.Records ? $"it held {then.Records} records then, and {now.Records} now"
        : then.Hash != now.Hash ? $"its records had the hash {then.Hash} then, and {now.Hash} now"
        : then.Malformed != now.Malformed ? $"{then.Malformed} records were malformed then, and {now.Malformed} are now"
        : then.Files.Count != hours.Count ? $"its readings were of {then.Files.Count} hours then, and are of {hours.Count} now"
        : then.Files.Zip(hours).FirstOrDefault(pair => !IsOf(pair.First, pair.Second)) is ({ } file, var hour)
            ? $"'{file.Path}' with {file.Rows} rows was named then, and {hour.Rows.Length} rows belong in {LakeLayout.FolderOf(hour.Hour)} now"
        : null;

    static bool IsOf(IntentFile file, HourRows hour) =>
        file.Rows == hour.Rows.Length && file.Path.StartsWith(LakeLayout.FolderOf(hour.Hour) + "/", StringComparison.Ordinal);

    static string Name(Intent intent) => $"The range of {intent}";
}
