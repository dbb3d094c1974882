using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Cache;

/// <summary>
/// Copies of data files on this machine, for readers that cannot reach the store. Data files never change, so each is fetched once; the files that were not
/// used for the longest time make room for new ones. Safe for concurrent use, also by several processes.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="options">How large it may get.</param>
/// <param name="folder">The data folder.</param>
/// <param name="time">Tells when a file was used.</param>
/// <param name="logger">Logs what is fetched.</param>
public sealed class LakeCache(ILakeStore store, LakeOptions options, DataFolder folder, TimeProvider time, ILogger<LakeCache> logger)
{
    const int AtOnce = 4, NameDigits = 32;

    // Another process may have been given a path and not have opened it yet; a fetch that takes longer has died.
    static readonly TimeSpan InUse = TimeSpan.FromMinutes(10), StaleAfter = TimeSpan.FromHours(1);

    readonly string _folder = FolderIn(folder.Path);

    /// <summary>Its place in the data folder.</summary>
    public static string FolderIn(string dataFolder) => Path.GetFullPath(Path.Combine(dataFolder, "lake-cache"));

    /// <summary>Where a reader on this machine finds data files: in the store, where it is a local folder, and otherwise in the cache.</summary>
    /// <param name="files">The files.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>Their paths, in the same order. They stay there for ten minutes at least.</returns>
    /// <exception cref="LakeException">The store is away or refuses, or the disk is full.</exception>
    public async Task<IReadOnlyList<string>> PathsAsync(IReadOnlyList<DataFile> files, CancellationToken stop)
    {
        var paths = files.Select(file => store.PathOf(file.Key)).ToArray();
        if (Array.TrueForAll(paths, path => path is not null)) return paths!;
        var fetched = 0;
        try
        {
            Directory.CreateDirectory(_folder);
            await Parallel.ForAsync(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (number, token) =>
            {
                paths[number] = PathOf(files[number]);
                if (IsThere(files[number], paths[number]!)) return;
                await FetchAsync(files[number], paths[number]!, token);
                Interlocked.Increment(ref fetched);
            });
            if (fetched > 0) MakeRoom();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LakeException($"cannot keep copies of data files in {_folder}: {DiskFault.Advice(fault)}", fault);
        }
        if (fetched > 0) logger.FilesFetched(fetched, files.Count - fetched, _folder);
        return paths!;
    }

    // A file's digest names it; files of older versions have none, but their keys hold their first offset.
    string PathOf(DataFile file)
    {
        var identity = file.Sha256 ?? string.Create(CultureInfo.InvariantCulture, $"{store.Description}\n{file.Key}\n{file.Rows}");
        return Path.Combine(_folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..NameDigits]}.parquet");
    }

    bool IsThere(DataFile file, string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true } copy || (file.Bytes is { } bytes && copy.Length != bytes)) return false;
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException) { return false; } // another process has just removed it
    }

    async Task FetchAsync(DataFile file, string path, CancellationToken stop)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var from = await store.OpenAsync(file.Key, stop))
            await using (var to = new FileStream(partial, FileMode.CreateNew, FileAccess.Write)) await from.CopyToAsync(to, 1024 * 1024, stop);
            File.SetLastWriteTimeUtc(partial, time.GetUtcNow().UtcDateTime);
            File.Delete(path); // a copy of another length is none
            Posix.Link(partial, path);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    void MakeRoom()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var files = new DirectoryInfo(_folder).GetFiles();
        foreach (var dead in files.Where(file => file.Extension == ".tmp" && now - file.LastWriteTimeUtc > StaleAfter)) TryRemove(dead);
        var copies = files.Where(file => file.Extension == ".parquet").OrderBy(file => file.LastWriteTimeUtc).ToList();
        var left = copies.Sum(file => file.Length);
        foreach (var oldest in copies.TakeWhile(file => left > options.Cache.MaxSize.Bytes && now - file.LastWriteTimeUtc > InUse))
        {
            left -= oldest.Length;
            TryRemove(oldest);
        }
        if (left > options.Cache.MaxSize.Bytes) logger.CacheIsSmall(new ByteSize(left), options.Cache.MaxSize);
    }

    static void TryRemove(FileInfo file)
    {
        try { file.Delete(); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A reader has it open, or another process has removed it.
        }
    }
}
