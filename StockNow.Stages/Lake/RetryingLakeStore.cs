using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace StockNow.Stages.Lake;

/// <summary>Tries again what may pass, until it does or a time budget is used up; a count of tries would end before a server has restarted.</summary>
public sealed class RetryingLakeStore : ILakeStore
{
    /// <summary>How long an operation is tried.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    static readonly ResiliencePropertyKey<long> Started = new("started");

    readonly ILakeStore _store;
    readonly TimeProvider _time;
    readonly ILogger<RetryingLakeStore> _log;
    readonly ResiliencePipeline _pipeline;
    int _away;

    /// <param name="store">The plain store.</param>
    /// <param name="time">Measures the budget and the pauses.</param>
    /// <param name="log">Told once when the store goes away and once when it is back.</param>
    public RetryingLakeStore(ILakeStore store, TimeProvider time, ILogger<RetryingLakeStore> log)
    {
        (_store, _time, _log) = (store, time, log);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome is { Exception: LakeException } or { Result: Creation.Unsure }
                && time.GetElapsedTime(attempt.Context.Properties.GetValue(Started, 0)) < Budget),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(5),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            OnRetry = attempt => { WentAway(attempt.Outcome.Exception); return ValueTask.CompletedTask; },
        }).Build();
    }

    /// <inheritdoc/>
    public string Description => _store.Description;

    /// <inheritdoc/>
    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) =>
        Persist(token => _store.CreateAsync(key, content, token), stop);

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(string key, CancellationToken stop) => Persist(token => _store.GetAsync(key, token), stop);

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string key, CancellationToken stop) => Persist(token => _store.LengthAsync(key, token), stop);

    /// <inheritdoc/>
    public Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop) =>
        Persist(token => _store.PublishAsync(stagedFile, key, token), stop);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string key, CancellationToken stop) => Persist(token => _store.OpenAsync(key, token), stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFromAsync(string folder, string after, CancellationToken stop) =>
        List(token => _store.ListFromAsync(folder, after, token), stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAllAsync(string folder, CancellationToken stop) => List(token => _store.ListAllAsync(folder, token), stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFoldersAsync(string folder, CancellationToken stop) => List(token => _store.ListFoldersAsync(folder, token), stop);

    /// <inheritdoc/>
    public string NewStagedFile() => _store.NewStagedFile();

    /// <inheritdoc/>
    public string LocationOf(string key) => _store.LocationOf(key);

    // A listing that broke off is begun anew, so nothing of it is passed on before it is whole.
    async IAsyncEnumerable<string> List(Func<CancellationToken, IAsyncEnumerable<string>> list, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = await Persist(async token =>
        {
            var found = new List<string>();
            await foreach (var name in list(token)) found.Add(name);
            return found;
        }, stop);
        foreach (var name in names) yield return name;
    }

    async Task<T> Persist<T>(Func<CancellationToken, Task<T>> operation, CancellationToken stop)
    {
        var context = ResilienceContextPool.Shared.Get(stop);
        context.Properties.Set(Started, _time.GetTimestamp());
        try
        {
            var result = await _pipeline.ExecuteAsync(static async (context, operation) => await operation(context.CancellationToken), context, operation);
            if (Interlocked.Exchange(ref _away, 0) == 1) _log.StoreCameBack();
            return result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    void WentAway(Exception? cause)
    {
        if (Interlocked.Exchange(ref _away, 1) == 0) _log.StoreWentAway(cause?.Message ?? "its answer was lost", Budget);
    }
}
