using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Intents;

namespace StockNow.Stages.Storage;

/// <summary>Writes the data files of a range. A file that is there already stays as it is.</summary>
sealed class RangeFiles(ILakeStore lake, IReadingFormat format)
{
    // One task writes while another waits for the disk.
    const int AtOnce = 2, BufferBytes = 256 * 1024;

    /// <summary>Publishes the files of an intent from its rows.</summary>
    /// <param name="intent">The intent; it holds the range.</param>
    /// <param name="rows">All rows of the range.</param>
    /// <param name="hours">The rows by hour, one for each of the intent's files and in the same order.</param>
    /// <param name="wanted">The files that are missing.</param>
    /// <param name="stop">Ends the work.</param>
    public Task PublishAsync(Intent intent, ReadingRows rows, IReadOnlyList<HourRows> hours, IReadOnlySet<string> wanted, CancellationToken stop)
    {
        var files = intent.Files.Zip(hours).Where(pair => wanted.Contains(pair.First.Path));
        return Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (pair, stop) => await PublishAsync(pair.First.Path, rows, pair.Second.Rows, stop));
    }

    /// <summary>The files of an intent that are not there.</summary>
    public async Task<IReadOnlySet<string>> MissingAsync(Intent intent, CancellationToken stop)
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in intent.Files)
            if (await lake.LengthAsync(file.Path, stop) is null) missing.Add(file.Path);
        return missing;
    }

    async Task PublishAsync(string key, ReadingRows rows, ReadOnlyMemory<int> selection, CancellationToken stop)
    {
        var staged = lake.NewStagedFile();
        try
        {
            await using (var file = new FileStream(staged, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes))
                await format.WriteAsync(file, rows, selection, stop);
            await Contest.PublishAsync(lake, staged, key, stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LakeException($"cannot write {staged}: {DiskFault.Advice(fault)}", fault);
        }
        finally
        {
            Discard(staged);
        }
    }

    static void Discard(string staged)
    {
        try
        {
            File.Delete(staged);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The store removes it when it is stale.
        }
    }
}
