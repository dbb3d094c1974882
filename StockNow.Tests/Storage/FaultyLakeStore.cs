using StockNow.Stages.Lake.Store;

namespace StockNow.Tests.Storage;

/// <summary>A lake that is well until a chosen call.</summary>
sealed class FaultyLakeStore(ILakeStore lake) : ILakeStore
{
    int _calls;

    /// <summary>The number of the call that goes wrong, from 1; 0 for none.</summary>
    public int FaultAt { get; init; }

    public LakeFault Fault { get; init; }

    /// <summary>Called before every call with its number.</summary>
    public Func<int, Task> BeforeCall { get; init; } = _ => Task.CompletedTask;

    /// <summary>Whether the disk is full at present.</summary>
    public Func<bool> RefusesToWrite { get; init; } = () => false;

    /// <summary>Whether its objects have no path on this machine.</summary>
    public bool IsRemote { get; init; }

    public int Calls => _calls;

    public string Description => lake.Description;

    /// <summary>A commit is a step of the crash tests too.</summary>
    public void Commit() => Step(() => Task.FromResult(0)).GetAwaiter().GetResult();

    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) => Put(() => lake.CreateAsync(key, content, stop));

    public Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop) => Put(() => lake.PublishAsync(stagedFile, key, stop));

    public Task<byte[]?> GetAsync(string key, CancellationToken stop) => Step(() => lake.GetAsync(key, stop));

    public Task<long?> LengthAsync(string key, CancellationToken stop) => Step(() => lake.LengthAsync(key, stop));

    public Task<Stream> OpenAsync(string key, CancellationToken stop) => Step(() => lake.OpenAsync(key, stop));

    public IAsyncEnumerable<string> ListFromAsync(string folder, string after, CancellationToken stop) => lake.ListFromAsync(folder, after, stop);

    public IAsyncEnumerable<string> ListAllAsync(string folder, CancellationToken stop) => lake.ListAllAsync(folder, stop);

    public IAsyncEnumerable<string> ListFoldersAsync(string folder, CancellationToken stop) => lake.ListFoldersAsync(folder, stop);

    public string NewStagedFile() => Step(() => Task.FromResult(lake.NewStagedFile())).GetAwaiter().GetResult();

    public Task DiscardAsync(string key, CancellationToken stop) => lake.DiscardAsync(key, stop);

    public Task RemoveAsync(string key, CancellationToken stop) => Step(async () =>
    {
        await lake.RemoveAsync(key, stop);
        return true;
    });

    public string LocationOf(string key) => lake.LocationOf(key);

    public string? PathOf(string key) => IsRemote ? null : lake.PathOf(key);

    Task<Creation> Put(Func<Task<Creation>> call) => RefusesToWrite() ? throw new LakeException("the disk is full") : Step(call, async () =>
    {
        if (Fault == LakeFault.UnsureAndDone) await call();
        return Fault is LakeFault.UnsureAndDone or LakeFault.UnsureAndNotDone ? Creation.Unsure : await call();
    });

    Task<T> Step<T>(Func<Task<T>> call) => Step(call, call);

    async Task<T> Step<T>(Func<Task<T>> call, Func<Task<T>> faultyCall)
    {
        var number = Interlocked.Increment(ref _calls);
        await BeforeCall(number);
        if (Fault == LakeFault.CrashBefore && number >= FaultAt || Fault == LakeFault.CrashAfter && number > FaultAt) throw new CrashException();
        if (number != FaultAt) return await call();
        var result = await faultyCall();
        return Fault switch
        {
            LakeFault.CrashAfter => throw new CrashException(),
            LakeFault.AnswerLost => throw new LakeException("the answer was lost"),
            _ => result,
        };
    }
}

/// <summary>How a call goes wrong.</summary>
enum LakeFault
{
    None,
    CrashBefore,
    CrashAfter,
    AnswerLost,
    UnsureAndDone,
    UnsureAndNotDone,
}

/// <summary>The process was killed.</summary>
sealed class CrashException() : Exception("killed");
