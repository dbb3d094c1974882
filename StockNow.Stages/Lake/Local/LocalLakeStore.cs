using System.Runtime.CompilerServices;
using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Local;

/// <summary>
/// A lake in a folder of one file system. A file is written aside, forced to the disk, linked to its name, and the folder is forced to the disk:
/// a name is visible only with all its bytes, and once it was answered for it survives a power cut.
/// </summary>
public sealed class LocalLakeStore : ILakeStore
{
    static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);
    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    readonly string _root;
    readonly string _staging;

    /// <summary>Opens or makes the lake, and removes what dead writers left in its staging folder.</summary>
    /// <param name="root">The lake's folder.</param>
    /// <param name="time">Tells how old a staged file is.</param>
    /// <exception cref="LakeException">The folder cannot be made or written.</exception>
    public LocalLakeStore(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        _staging = PathOf(LakeLayout.Staging);
        Guard("make the lake's folder", _staging, () =>
        {
            EnsureFolder(_staging);
            Sweep(time.GetUtcNow().UtcDateTime - StaleAfter);
            return true;
        });
    }

    /// <inheritdoc/>
    public string Description => $"local folder {_root}";

    /// <inheritdoc/>
    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) => Run("write", key, path =>
    {
        var temp = NewStagedFile();
        try
        {
            using (var file = File.OpenHandle(temp, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(file, content.Span, 0);
                RandomAccess.FlushToDisk(file);
            }
            return LinkIfAbsent(temp, path);
        }
        finally
        {
            File.Delete(temp);
        }
    }, stop);

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(string key, CancellationToken stop) =>
        Run("read", key, path => OrNull(() => File.ReadAllBytes(path)), stop);

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string key, CancellationToken stop) =>
        Run("read", key, path => new FileInfo(path) is { Exists: true } file ? file.Length : (long?)null, stop);

    /// <inheritdoc/>
    public Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop) => Run("publish", key, path =>
    {
        // Gone after an earlier try that published it and then failed to say so.
        if (File.Exists(stagedFile))
            using (var file = File.OpenHandle(stagedFile, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
        else if (File.Exists(path)) return Creation.Exists;
        var creation = LinkIfAbsent(stagedFile, path);
        File.Delete(stagedFile);
        return creation;
    }, stop);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string key, CancellationToken stop) =>
        Run<Stream>("open", key, path => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024), stop);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFromAsync(string folder, string after, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = await Run("list", folder, path => OrNull(() => Directory.GetFiles(path)) ?? [], stop);
        var wanted = names.Select(path => Path.GetFileName(path)).Where(name => string.CompareOrdinal(name, after) > 0).ToArray();
        Array.Sort(wanted, string.CompareOrdinal);
        foreach (var name in wanted) yield return name;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAllAsync(string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        var paths = await Run("list", folder, path => OrNull(() => Directory.GetFiles(path, "*", Everything)) ?? [], stop);
        foreach (var path in paths)
        {
            var key = Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
            if (!key.StartsWith(LakeLayout.Staging + "/", StringComparison.Ordinal)) yield return key;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFoldersAsync(string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var path in await Run("list", folder, path => OrNull(() => Directory.GetDirectories(path)) ?? [], stop)) yield return Path.GetFileName(path);
    }

    /// <inheritdoc/>
    public string NewStagedFile() => Path.Combine(_staging, $"{Guid.NewGuid():N}.tmp");

    /// <inheritdoc/>
    public string LocationOf(string key) => PathOf(key);

    string PathOf(string key)
    {
        if (key.Split('/').Any(part => part is "" or "." or "..") || Path.IsPathRooted(key))
            throw new ArgumentException($"'{key}' is no key: names joined by '/'", nameof(key));
        return Path.Combine(_root, key);
    }

    // The folder is forced to the disk also when the name was taken: whoever made it may have died before doing so, and the caller builds on it.
    static Creation LinkIfAbsent(string temp, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        EnsureFolder(folder);
        var made = Posix.Link(temp, path);
        Posix.SyncFolder(folder);
        return made ? Creation.Created : Creation.Exists;
    }

    // A new folder's own name is durable only once its parent is.
    static void EnsureFolder(string folder)
    {
        if (Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent) return;
        EnsureFolder(parent);
        Directory.CreateDirectory(folder);
        Posix.SyncFolder(parent);
    }

    void Sweep(DateTime before)
    {
        foreach (var file in Directory.EnumerateFiles(_staging))
            if (File.GetLastWriteTimeUtc(file) < before) File.Delete(file);
    }

    // The calls are short and their durable part cannot be awaited, so they run where they are called.
    Task<T> Run<T>(string what, string key, Func<string, T> operation, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var path = PathOf(key);
        try
        {
            return Task.FromResult(Guard(what, path, () => operation(path)));
        }
        catch (LakeException fault)
        {
            return Task.FromException<T>(fault);
        }
    }

    static T? OrNull<T>(Func<T> read) where T : class
    {
        try { return read(); }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException) { return null; }
    }

    static T Guard<T>(string what, string path, Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LakeException($"cannot {what} {path}: {DiskFault.Advice(fault)}", fault);
        }
    }
}
