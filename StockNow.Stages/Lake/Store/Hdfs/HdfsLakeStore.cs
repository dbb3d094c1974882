using System.Runtime.CompilerServices;
using System.Text.Json;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Store.Remote;

namespace StockNow.Stages.Lake.Store.Hdfs;

/// <summary>
/// A lake on HDFS. A file is written under a name of its own in the staging folder, its length is compared, and a rename that never replaces gives it its
/// key. A connection that breaks off leaves a short file that readers can see: hence the staging folder.
/// </summary>
/// <param name="hdfs">Makes the requests.</param>
/// <param name="options">The folder.</param>
/// <param name="staging">Where files are written before they are uploaded.</param>
/// <param name="time">Tells how old a staged file is.</param>
sealed class HdfsLakeStore(WebHdfs hdfs, HdfsOptions options, StagingFolder staging, TimeProvider time) : ILakeStore, IDisposable
{
    const int BufferBytes = 64 * 1024;

    // Longer than any upload takes, also where the clocks of two machines differ.
    static readonly TimeSpan StaleAfter = TimeSpan.FromDays(1);

    readonly string _root = options.Folder.TrimEnd('/');
    int _isSwept;

    /// <inheritdoc/>
    public string Description => $"HDFS at {hdfs.Nodes}, folder {(_root.Length == 0 ? "/" : _root)}";

    /// <inheritdoc/>
    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) => RunAsync("write", key, path =>
        PutAsync(path, () => new ReadOnlyMemoryContent(content), content.Length, stop), stop);

    /// <inheritdoc/>
    public Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop) => RunAsync("publish", key, async path =>
    {
        // Gone after an earlier attempt that published it, or published by an attempt whose reply was lost.
        if (await LengthOfAsync(path, stop) is not null) return Creation.Exists;
        var creation = await PutAsync(path, () => new StreamContent(File.OpenRead(stagedFile), BufferBytes), new FileInfo(stagedFile).Length, stop);
        if (creation == Creation.Created) File.Delete(stagedFile);
        return creation;
    }, stop);

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(string key, CancellationToken stop) => RunAsync("read", key, async path =>
        await LengthOfAsync(path, stop) is { } length ? await hdfs.ReadAsync(path, 0, length, stop) : null, stop);

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string key, CancellationToken stop) => RunAsync("read", key, path => LengthOfAsync(path, stop), stop);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string key, CancellationToken stop) => RunAsync<Stream>("open", key, async path =>
        await LengthOfAsync(path, stop) is { } length
            ? new RangedStream(length, (offset, count, token) => RunAsync("read", key, _ => hdfs.ReadAsync(path, offset, count, token), token), stop)
            : throw new LakeException($"cannot open {path} on {Description}: there is no such file"), stop);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFromAsync(string folder, string after, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var (name, isFolder) in EntriesAsync(folder, after, stop))
            if (!isFolder) yield return name;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAllAsync(string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var at))
        {
            if (at == LakeLayout.Staging) continue;
            await foreach (var (name, isFolder) in EntriesAsync(at, "", stop))
            {
                if (isFolder) folders.Push($"{at}/{name}");
                else yield return $"{at}/{name}";
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListFoldersAsync(string folder, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var (name, isFolder) in EntriesAsync(folder, "", stop))
            if (isFolder) yield return name;
    }

    /// <inheritdoc/>
    public string NewStagedFile() => staging.NewFileToKeep();

    /// <inheritdoc/>
    public Task DiscardAsync(string key, CancellationToken stop) =>
        RunAsync("remove", LakeKey.CheckedForDiscard(key), path => DeleteAsync(path, stop), stop);

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken stop) => RunAsync("remove", LakeKey.CheckedForRemoval(key), path => DeleteAsync(path, stop), stop);

    /// <inheritdoc/>
    public string LocationOf(string key) =>
        $"{options.EngineUri?.TrimEnd('/') ?? $"hdfs://{new Uri(options.NameNodes[0]).Host}"}{RemotePath(key)}";

    /// <inheritdoc/>
    public string? PathOf(string key) => null;

    /// <inheritdoc/>
    public void Dispose() => hdfs.Dispose();

    async Task<Creation> PutAsync(string path, Func<HttpContent> body, long length, CancellationToken stop)
    {
        await SweepAsync(stop);
        var temp = RemotePath($"{LakeLayout.Staging}/{Guid.NewGuid():N}.tmp");
        await hdfs.WriteAsync(temp, body, length, stop);
        if (await LengthOfAsync(temp, stop) is var arrived && arrived != length) throw new IOException($"{arrived ?? 0} of {length} bytes arrived");
        var creation = await RenameAsync(temp, path, stop);
        if (creation == Creation.Exists) await DeleteAsync(temp, stop);
        return creation;
    }

    // The folder is made only when a rename says that something is missing: that costs nothing but for the first file of a folder.
    async Task<Creation> RenameAsync(string temp, string path, CancellationToken stop)
    {
        if (await TryRenameAsync(temp, path, stop) is { } creation) return creation;
        await hdfs.AskAsync(HttpMethod.Put, "MKDIRS", path[..path.LastIndexOf('/')], "", stop);
        // Still missing: then it is the file that is gone, because an earlier request whose reply was lost has renamed it.
        return await TryRenameAsync(temp, path, stop) ?? Creation.Unsure;
    }

    /// <returns>Null when the file or the folder is missing.</returns>
    async Task<Creation?> TryRenameAsync(string temp, string path, CancellationToken stop)
    {
        try
        {
            var answer = await hdfs.AskAsync(HttpMethod.Put, "RENAME", temp, $"&destination={Uri.EscapeDataString(path)}&renameoptions=NONE", stop);
            // HttpFS knows no options, and says only whether it has renamed.
            if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("boolean", out var done) || done.GetBoolean()) return Creation.Created;
            return await LengthOfAsync(path, stop) is null ? null : Creation.Exists;
        }
        catch (WebHdfsFault fault) when (fault.IsExisting) { return Creation.Exists; }
        catch (WebHdfsFault fault) when (fault.IsAbsent) { return null; }
    }

    async Task<long?> LengthOfAsync(string path, CancellationToken stop)
    {
        try { return (await hdfs.AskAsync(HttpMethod.Get, "GETFILESTATUS", path, "", stop)).GetProperty("FileStatus").GetProperty("length").GetInt64(); }
        catch (WebHdfsFault fault) when (fault.IsAbsent) { return null; }
    }

    Task<JsonElement> DeleteAsync(string path, CancellationToken stop) => hdfs.AskAsync(HttpMethod.Delete, "DELETE", path, "", stop);

    // Writers that died leave files here; the first to write removes them.
    async Task SweepAsync(CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _isSwept, 1) != 0) return;
        var before = (time.GetUtcNow() - StaleAfter).ToUnixTimeMilliseconds();
        var stale = new List<string>();
        await foreach (var entry in StatusesAsync(RemotePath(LakeLayout.Staging), "", stop))
            if (entry.GetProperty("modificationTime").GetInt64() < before) stale.Add(NameOf(entry));
        foreach (var name in stale) await DeleteAsync(RemotePath($"{LakeLayout.Staging}/{name}"), stop);
    }

    async IAsyncEnumerable<(string Name, bool IsFolder)> EntriesAsync(string folder, string after, [EnumeratorCancellation] CancellationToken stop)
    {
        var entries = await RunAsync("list", folder, async path =>
        {
            var found = new List<(string, bool)>();
            await foreach (var entry in StatusesAsync(path, after, stop)) found.Add((NameOf(entry), entry.GetProperty("type").GetString() == "DIRECTORY"));
            return found;
        }, stop);
        foreach (var entry in entries) yield return entry;
    }

    // Lower case: the documented name 'startAfter' is ignored without a word.
    async IAsyncEnumerable<JsonElement> StatusesAsync(string path, string after, [EnumeratorCancellation] CancellationToken stop)
    {
        for (long remaining = 1; remaining > 0;)
        {
            JsonElement listing;
            try
            {
                listing = (await hdfs.AskAsync(HttpMethod.Get, "LISTSTATUS_BATCH", path, $"&startafter={Uri.EscapeDataString(after)}", stop))
                    .GetProperty("DirectoryListing");
            }
            catch (WebHdfsFault fault) when (fault.IsAbsent) { yield break; }
            remaining = listing.GetProperty("remainingEntries").GetInt64();
            foreach (var entry in listing.GetProperty("partialListing").GetProperty("FileStatuses").GetProperty("FileStatus").EnumerateArray())
            {
                after = NameOf(entry);
                yield return entry;
            }
        }
    }

    static string NameOf(JsonElement entry) => entry.GetProperty("pathSuffix").GetString()!;

    string RemotePath(string key) => $"{_root}/{LakeKey.Checked(key)}";

    async Task<T> RunAsync<T>(string what, string key, Func<string, Task<T>> operation, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var path = RemotePath(key);
        try { return await operation(path); }
        catch (WebHdfsFault fault) { throw fault.ToException($"{what} {path} on {Description}"); }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            throw new LakeException($"cannot {what} {path} on {Description}: {fault.Message.TrimEnd('.')}", fault);
        }
    }
}
