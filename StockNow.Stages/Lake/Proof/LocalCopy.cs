using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Proof;

/// <summary>
/// A data file on this machine: the file itself where the lake is a local folder, and otherwise a copy in the folder for temporary files. A proof reads what
/// the store holds now, so no cache serves it.
/// </summary>
sealed class LocalCopy : IAsyncDisposable
{
    LocalCopy(string path, bool isTemporary) => (Path, IsTemporary) = (path, isTemporary);

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Whether it is a copy.</summary>
    public bool IsTemporary { get; }

    /// <summary>Makes the copy where one is needed.</summary>
    /// <exception cref="LakeException">The store is away, there is no such file, or the disk is full.</exception>
    public static async Task<LocalCopy> OfAsync(ILakeStore lake, string key, CancellationToken stop)
    {
        if (lake.PathOf(key) is { } path) return new LocalCopy(path, isTemporary: false);
        var copy = new LocalCopy(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"stocknow-{Guid.NewGuid():N}.parquet"), isTemporary: true);
        try
        {
            await using var from = await lake.OpenAsync(key, stop);
            await using var to = new FileStream(copy.Path, FileMode.CreateNew, FileAccess.Write);
            await from.CopyToAsync(to, 1024 * 1024, stop);
            return copy;
        }
        catch (Exception fault)
        {
            await copy.DisposeAsync();
            if (fault is not (IOException or UnauthorizedAccessException)) throw;
            throw new LakeException($"cannot copy '{key}' to {copy.Path}: {DiskFault.Advice(fault)}", fault);
        }
    }

    /// <summary>Opens the copy for reading.</summary>
    public Stream Open() => File.OpenRead(Path);

    /// <summary>Removes the copy.</summary>
    public ValueTask DisposeAsync()
    {
        if (IsTemporary) File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
