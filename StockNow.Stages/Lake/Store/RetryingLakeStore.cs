using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace StockNow.Stages.Lake.Store;

/// <summary>Tries again what may pass, until it does or a time budget is used up; a count of tries would end before a server has restarted.</summary>
public sealed class RetryingLakeStore : ILakeStore
{
    /// <summary>How long an operation is tried.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    static readonly ResiliencePropertyKey<long> Started = new("started");
    static readonly ResiliencePropertyKey<string> Kind = new("kind");

    readonly ILakeStore _store;
    readonly TimeProvider _time;
    readonly ILogger<RetryingLakeStore> _log;
    readonly ResiliencePipeline _pipeline;
    readonly FailingKinds _failing = new();

    /// <param name="store">The plain store.</param>
    /// <param name="time">Measures the budget and the pauses.</param>
    /// <param name="log">Logs once when the store is unreachable and once when it is reachable again.</param>
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
            OnRetry = attempt => { WentAway(attempt.Context.Properties.GetValue(Kind, ""), attempt.Outcome.Exception); return ValueTask.CompletedTask; },
        }).Build();
    }

    /// <inheritdoc/>
    public string Description => _store.Description;

    /// <inheritdoc/>
    public Task<Creation> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) =>
        Persist(nameof(CreateAsync), token => _store.CreateAsync(key, content, token), stop);

    /// <inheritdoc/>
    public Task<byte[]?> GetAsync(string key, CancellationToken stop) => Persist(nameof(GetAsync), token => _store.GetAsync(key, token), stop);

    /// <inheritdoc/>
    public Task<long?> LengthAsync(string key, CancellationToken stop) => Persist(nameof(LengthAsync), token => _store.LengthAsync(key, token), stop);

    /// <inheritdoc/>
    public Task<Creation> PublishAsync(string stagedFile, string key, CancellationToken stop) =>
        Persist(nameof(PublishAsync), token => _store.PublishAsync(stagedFile, key, token), stop);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string key, CancellationToken stop) => Persist(nameof(OpenAsync), token => _store.OpenAsync(key, token), stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFromAsync(string folder, string after, CancellationToken stop) =>
        List(nameof(ListFromAsync), token => _store.ListFromAsync(folder, after, token), stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAllAsync(string folder, CancellationToken stop) =>
        List(nameof(ListAllAsync), token => _store.ListAllAsync(folder, token), stop);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFoldersAsync(string folder, CancellationToken stop) =>
        List(nameof(ListFoldersAsync), token => _store.ListFoldersAsync(folder, token), stop);

    /// <inheritdoc/>
    public string NewStagedFile() => _store.NewStagedFile();

    /// <inheritdoc/>
    public Task DiscardAsync(string key, CancellationToken stop) => _store.DiscardAsync(key, stop);

    /// <inheritdoc/>
    public Task RemoveAsync(string key, CancellationToken stop) => Persist(nameof(RemoveAsync), async token =>
    {
        await _store.RemoveAsync(key, token);
        return true;
    }, stop);

    /// <inheritdoc/>
    public string LocationOf(string key) => _store.LocationOf(key);

    /// <inheritdoc/>
    public string? PathOf(string key) => _store.PathOf(key);

    // A listing that broke off starts over, so its keys are passed on only when it is complete.
    async IAsyncEnumerable<string> List(string kind, Func<CancellationToken, IAsyncEnumerable<string>> list, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = await Persist(kind, async token =>
        {
            var found = new List<string>();
            await foreach (var name in list(token)) found.Add(name);
            return found;
        }, stop);
        foreach (var name in names) yield return name;
    }

    async Task<T> Persist<T>(string kind, Func<CancellationToken, Task<T>> operation, CancellationToken stop)
    {
        var context = ResilienceContextPool.Shared.Get(stop);
        context.Properties.Set(Started, _time.GetTimestamp());
        context.Properties.Set(Kind, kind);
        try
        {
            var result = await _pipeline.ExecuteAsync(static async (context, operation) => await operation(context.CancellationToken), context, operation);
            if (_failing.Succeeded(kind)) _log.StoreCameBack();
            return result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    void WentAway(string kind, Exception? cause)
    {
        if (_failing.Failed(kind)) _log.StoreWentAway(cause?.Message ?? "its answer was lost", Budget);
    }

    /// <summary>
    /// The kinds of calls that fail at present. An outage may hit only some of them, as a full disk does: it is over when each kind that failed has
    /// succeeded again, and other calls that succeed meanwhile say nothing.
    /// </summary>
    sealed class FailingKinds
    {
        readonly Lock _one = new();
        readonly HashSet<string> _kinds = [];
        volatile bool _any;

        /// <returns>Whether an outage begins.</returns>
        public bool Failed(string kind)
        {
            lock (_one)
            {
                var begins = _kinds.Count == 0;
                _kinds.Add(kind);
                _any = true;
                return begins;
            }
        }

        /// <returns>Whether an outage is over.</returns>
        public bool Succeeded(string kind)
        {
            if (!_any) return false;
            lock (_one)
            {
                var ends = _kinds.Remove(kind) && _kinds.Count == 0;
                _any = _kinds.Count > 0;
                return ends;
            }
        }
    }
}
