using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Cache;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis.Cube;

/// <summary>
/// Keeps the cells of every published file on this machine. Data files never change, so each is counted once; segments are merged as they grow, so that few of
/// them stay.
/// </summary>
/// <param name="engine">Counts the readings of files.</param>
/// <param name="cells">Merges segments.</param>
/// <param name="store">The lake.</param>
/// <param name="cache">Brings files of a remote store to this machine.</param>
/// <param name="folder">Where the segments are kept.</param>
/// <param name="logger">Logs the progress.</param>
sealed class CubeCounter(
    IAnalysisEngine engine, IQuestionReader cells, ILakeStore store, LakeCache cache, DataFolder folder, ILogger<CubeCounter> logger)
{
    // So many files at once: the text of a query and the loss by a kill stay small.
    const int FilesAtOnce = 2_000;

    // Smaller segments count as if they had this size: merging them costs no less.
    const long SmallestBytes = 64 * 1024;

    /// <summary>Counts what is not counted yet, and gives the segments of exactly these files to a reader.</summary>
    /// <param name="files">The published files.</param>
    /// <param name="afresh">Whether everything is counted again.</param>
    /// <param name="read">Reads the segments; none for no files. No other process changes them meanwhile.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>What the reader returns.</returns>
    /// <exception cref="EngineException">The engine is away, or refuses.</exception>
    /// <exception cref="LakeException">The lake is away, or refuses.</exception>
    public async Task<T> ReadAsync<T>(IReadOnlyList<DataFile> files, bool afresh, Func<IReadOnlyList<string>, Task<T>> read, CancellationToken stop)
    {
        using var segments = await OpenAsync(stop);
        if (afresh) Clear(segments);
        try
        {
            return await read(await CountAsync(segments, files, stop));
        }
        catch (DamagedCellsException fault)
        {
            logger.CellsDamaged(fault.Message);
            Clear(segments);
            return await read(await CountAsync(segments, files, stop));
        }
    }

    async Task<SegmentFolder> OpenAsync(CancellationToken stop)
    {
        try
        {
            return await SegmentFolder.OpenAsync(SegmentFolder.PathIn(folder.Path, store.Description), stop);
        }
        catch (EventLogException fault)
        {
            // Who may only read the data folder gets answers all the same, and counts everything each time.
            logger.CellsNotKept(fault.Message);
            return SegmentFolder.OpenTemporary();
        }
    }

    static void Clear(SegmentFolder folder)
    {
        foreach (var segment in folder.Load()) SegmentFolder.Remove(segment);
    }

    async Task<IReadOnlyList<string>> CountAsync(SegmentFolder kept, IReadOnlyList<DataFile> files, CancellationToken stop)
    {
        var wanted = files.DistinctBy(Segment.IdOf).ToDictionary(Segment.IdOf);
        var segments = kept.Load();
        foreach (var segment in segments.Where(segment => !segment.Files.All(wanted.ContainsKey)).ToList())
        {
            // A file of it is gone from the lake, and its readings cannot be taken out of the sums.
            SegmentFolder.Remove(segment);
            segments.Remove(segment);
        }
        foreach (var file in segments.SelectMany(segment => segment.Files)) wanted.Remove(file);
        var done = 0;
        foreach (var some in wanted.Chunk(FilesAtOnce))
        {
            var path = kept.NewPath();
            await engine.CountAsync(await PlacesAsync([.. some.Select(file => file.Value)], stop), path, stop);
            segments.Add(SegmentFolder.Add(path, some.Select(file => file.Key).ToHashSet(), []));
            done += some.Length;
            if (done < wanted.Count) logger.FilesCounted(done, wanted.Count);
            await MergeAsync(kept, segments, stop);
        }
        return [.. segments.Select(segment => segment.Path)];
    }

    // Each segment stays at least twice as large as the next one, so there are few, and each cell is merged few times.
    async Task MergeAsync(SegmentFolder kept, List<Segment> segments, CancellationToken stop)
    {
        var (first, bytes) = (segments.Count - 1, SizeOf(segments[^1]));
        while (first > 0 && SizeOf(segments[first - 1]) < 2 * bytes) bytes += SizeOf(segments[--first]);
        if (first == segments.Count - 1) return;
        var merged = segments[first..];
        var path = kept.NewPath();
        await cells.MergeAsync([.. merged.Select(segment => segment.Path)], path, stop);
        segments.RemoveRange(first, merged.Count);
        segments.Add(SegmentFolder.Add(path, merged.SelectMany(segment => segment.Files).ToHashSet(), merged));
    }

    static long SizeOf(Segment segment) => Math.Max(segment.Bytes, SmallestBytes);

    async Task<IReadOnlyList<string>> PlacesAsync(IReadOnlyList<DataFile> files, CancellationToken stop) =>
        engine.ReadsRemoteFiles ? [.. files.Select(file => store.LocationOf(file.Key))] : await cache.PathsAsync(files, stop);
}
