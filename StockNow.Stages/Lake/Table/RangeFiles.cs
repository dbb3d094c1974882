using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>Writes the data files of a range to the staging folder, and publishes them. A file that exists already stays as it is, and is verified.</summary>
sealed class RangeFiles(ILakeStore lake, IReadingFormat format)
{
    // One task writes while another waits for the disk. To publish is to wait, on HDFS for half a second.
    const int AtOnce = 2, PublishedAtOnce = 8, BufferBytes = 256 * 1024;

    /// <summary>Writes all files of a new range to the staging folder.</summary>
    /// <param name="range">The range.</param>
    /// <param name="eventLog">The event log's identity.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The disk is full or refuses.</exception>
    public Task<StagedFiles> StageAsync(RangeContent range, string eventLog, CancellationToken stop)
    {
        var partition = range.Partition;
        var files = range.Rows.ByHour()
            .Select(hour => (LakeLayout.DataFile(hour.Hour, eventLog, partition.Topic, partition.Partition, range.Start), hour.Rows));
        return StageAsync(range, [.. files], eventLog, stop);
    }

    /// <summary>Writes some files of a range to the staging folder.</summary>
    /// <param name="range">The range.</param>
    /// <param name="files">Their keys and rows.</param>
    /// <param name="eventLog">The event log's identity.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The disk is full or refuses.</exception>
    public async Task<StagedFiles> StageAsync(RangeContent range, IReadOnlyList<(string Key, ReadOnlyMemory<int> Rows)> files, string eventLog,
        CancellationToken stop)
    {
        var origin = range.OriginIn(eventLog);
        var staged = new StagedFile?[files.Count];
        try
        {
            await Parallel.ForAsync(0, files.Count, Options(AtOnce, stop),
                async (number, stop) => staged[number] = await StageAsync(files[number].Key, range.Rows, files[number].Rows, origin, stop));
            return new StagedFiles(staged!);
        }
        catch
        {
            foreach (var file in staged)
                if (file is not null) StagedFiles.Discard(file.Staged);
            throw;
        }
    }

    /// <summary>Publishes files of an intent.</summary>
    /// <param name="intent">The intent; it holds the range.</param>
    /// <param name="files">The staged files.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="Base.UnrecoverableException">Another file lies in the place of one of them.</exception>
    /// <exception cref="LakeException">The store is away.</exception>
    public Task PublishAsync(Intent intent, StagedFiles files, CancellationToken stop)
    {
        var proof = new FileProof(lake, format, intent);
        return Parallel.ForEachAsync(files.Files, Options(PublishedAtOnce, stop), async (file, stop) =>
        {
            if (!await PutIfAbsent.PublishAsync(lake, file.Staged, file.File.Path, stop)) await proof.CheckAsync(file.File, stop);
        });
    }

    /// <summary>The files of an intent that are not there and were not dropped; those that are there are looked at.</summary>
    /// <exception cref="Base.UnrecoverableException">Another file lies in the place of one of them.</exception>
    public async Task<IReadOnlySet<string>> MissingAsync(Intent intent, DroppedFiles dropped, CancellationToken stop)
    {
        var proof = new FileProof(lake, format, intent);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in intent.Files.Where(file => !dropped.Holds(intent.Chain, intent.Start, file.Path)))
        {
            if (await lake.LengthAsync(file.Path, stop) is not { } bytes) missing.Add(file.Path);
            else if (bytes != file.Bytes) await proof.CheckAsync(file, stop);
        }
        return missing;
    }

    async Task<StagedFile> StageAsync(string key, ReadingRows rows, ReadOnlyMemory<int> selection, FileOrigin origin, CancellationToken stop)
    {
        var staged = lake.NewStagedFile();
        try
        {
            await using var file = new FileStream(staged, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
            await using var hashed = new HashingStream(file);
            await format.WriteAsync(hashed, rows, selection, origin, stop);
            await file.FlushAsync(stop);
            return new StagedFile(staged, new IntentFile(key, selection.Length, hashed.Position, hashed.Digest(), ColumnDigests.Of(rows, selection.Span)));
        }
        catch (Exception fault)
        {
            StagedFiles.Discard(staged);
            if (fault is not (IOException or UnauthorizedAccessException)) throw;
            throw new LakeException($"cannot write {staged}: {DiskFault.Advice(fault)}", fault);
        }
    }

    static ParallelOptions Options(int atOnce, CancellationToken stop) => new() { MaxDegreeOfParallelism = atOnce, CancellationToken = stop };
}
