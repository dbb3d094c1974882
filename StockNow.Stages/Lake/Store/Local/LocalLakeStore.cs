using System.Runtime.CompilerServices;
using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Store.Local;

/// <summary>
/// A lake in a folder of one file system. A file is written aside, forced to the disk, linked to its name, and the folder is forced to the disk:
/// a name is visible only with all its bytes, and once it was answered for it survives a power cut.
/// </summary>
sealed class LocalLakeStore : ILakeStore
{
    // As many as Linux follows.
    const int MostLinks = 40;
    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    readonly string _root;
    readonly StagingFolder _staging;

    /// <summary>Opens the lake. Nothing is made or written until something is put.</summary>
    /// <param name="root">The lake's folder.</param>
    /// <param name="time">Tells how old a staged file is.</param>
    public LocalLakeStore(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        _staging = new StagingFolder(PathOf(LakeLayout.Staging), time);
    }

    /// <summary>The lake's place in the data folder.</summary>
    public static string FolderIn(string dataFolder) => Path.GetFullPath(Path.Combine(dataFolder, "lake"));

    /// <inheritdoc/>
    public string Description => $"local folder {_root}";

    /// <inheritdoc/>
    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) => Run("write", key, path =>
    {
        using var folder = _staging.Use();
        var temp = folder.NewFile();
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
        Run("read", key, path => LengthOf(path) switch
        {
            null => null,
            0 => [],
            _ => OrNull(() => File.ReadAllBytes(path)),
        }, stop);

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string key, CancellationToken stop) =>
        Run("read", key, LengthOf, stop);

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
        Run<Stream>("open", key, path => LengthOf(path) switch
        {
            null => throw new FileNotFoundException("there is no such file, or a link that leads nowhere"),
            0 => new MemoryStream([], writable: false),
            _ => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024),
        }, stop);

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
            if (!LakeKey.IsStaged(key)) yield return key;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFoldersAsync(string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var path in await Run("list", folder, path => OrNull(() => Directory.GetDirectories(path)) ?? [], stop)) yield return Path.GetFileName(path);
    }

    /// <inheritdoc/>
    public string NewStagedFile() => _staging.NewFileToKeep();

    /// <inheritdoc/>
    public Task DiscardAsync(string key, CancellationToken stop) => Run("remove", LakeKey.CheckedForDiscard(key), path =>
    {
        if (File.Exists(path)) File.Delete(path);
        _staging.RemoveIfUnused();
        return true;
    }, stop);

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken stop) => Run("remove", LakeKey.CheckedForRemoval(key), path =>
    {
        if (File.Exists(path)) File.Delete(path);
        Folders.RemoveEmpty(Path.GetDirectoryName(path)!, PathOf(LakeLayout.Table));
        return true;
    }, stop);

    /// <inheritdoc/>
    public string LocationOf(string key) => PathOf(key);

    /// <inheritdoc/>
    public string PathOf(string key) => Path.Combine(_root, LakeKey.Checked(key));

    // The folder is forced to the disk also when the name was taken: its creator may have died before that, and the caller relies on it.
    static Creation LinkIfAbsent(string temp, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Folders.Ensure(folder);
        var made = Posix.Link(temp, path);
        Posix.SyncFolder(folder);
        return made ? Creation.Created : Creation.Exists;
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

    // Null when nothing lies there or a link leads nowhere. What is no file has no bytes, and is not opened: a pipe would wait for its writer.
    static long? LengthOf(string path)
    {
        try
        {
            for (var links = 0; links < MostLinks; links++)
            {
                var attributes = File.GetAttributes(path);
                if (attributes.HasFlag(FileAttributes.Directory)) return 0;
                if (!attributes.HasFlag(FileAttributes.ReparsePoint) || File.ResolveLinkTarget(path, returnFinalTarget: false) is not { } target)
                    return new FileInfo(path).Length;
                path = target.FullName;
            }
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        return null;
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
            throw new LakeException($"cannot {what} {path}: {DiskFault.Advice(fault, isRead: what is "read" or "open" or "list")}", fault);
        }
    }
}
