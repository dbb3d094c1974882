using Microsoft.Win32.SafeHandles;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>
/// Wakes readers of any process: a writer touches a small file after its commit. Readers look again after a while anyway, so it only quickens them.
/// </summary>
/// <remarks>
/// Not the WAL itself: its last frame is written before the commit shows in the shared-memory index, so a reader woken by it may find nothing.
/// </remarks>
sealed class Doorbell : IDisposable
{
    /// <summary>How long a reader waits for a ring before it looks anyway.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(50);

    readonly SafeFileHandle? _bell;
    readonly IDisposable? _watch;
    TaskCompletionSource _next = NewRing();

    /// <param name="folder">Where the file lies.</param>
    /// <param name="watch">Watches a file of a folder, and calls back when it is written.</param>
    /// <param name="isSilent">Is notified why other processes cannot ring or be heard.</param>
    public Doorbell(string folder, Func<string, string, Action, IDisposable> watch, Action<Exception> isSilent)
    {
        try
        {
            _bell = File.OpenHandle(Path.Combine(folder, "doorbell"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            _watch = watch(folder, "doorbell", Wake);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or PlatformNotSupportedException) { isSilent(fault); }
    }

    /// <summary>Done at the next ring. Take it before looking for records, or a ring in between is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Watches by the means of the system.</summary>
    /// <exception cref="IOException">It has no watches left.</exception>
    public static IDisposable Watch(string folder, string file, Action wake)
    {
        var watcher = new FileSystemWatcher(folder, file) { NotifyFilter = NotifyFilters.LastWrite };
        try
        {
            watcher.Changed += (_, _) => wake();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    public void Ring()
    {
        try
        {
            if (_bell is not null) RandomAccess.Write(_bell, "!"u8, 0);
        }
        catch (IOException) { } // a full disk: what is committed is committed, and the others look soon
        Wake();
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _bell?.Dispose();
    }

    void Wake() => Interlocked.Exchange(ref _next, NewRing()).TrySetResult();

    static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
