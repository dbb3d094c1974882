using Microsoft.Win32.SafeHandles;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Wakes readers of any process: a writer touches a small file after its commit. Readers look again after a while anyway.</summary>
/// <remarks>Not the WAL itself: its last frame is written before the commit shows in the shared-memory index, so a reader woken by it may find nothing.</remarks>
sealed class Doorbell : IDisposable
{
    /// <summary>How long a reader waits for a ring before it looks anyway.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    readonly SafeFileHandle _bell;
    readonly FileSystemWatcher _watcher;
    TaskCompletionSource _next = NewRing();

    public Doorbell(string folder)
    {
        _bell = File.OpenHandle(Path.Combine(folder, "doorbell"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _watcher = new FileSystemWatcher(folder, "doorbell") { NotifyFilter = NotifyFilters.LastWrite };
        _watcher.Changed += (_, _) => Wake();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Done at the next ring. Take it before looking for records, or a ring in between is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring()
    {
        RandomAccess.Write(_bell, "!"u8, 0);
        Wake();
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _bell.Dispose();
    }

    void Wake() => Interlocked.Exchange(ref _next, NewRing()).TrySetResult();

    static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
