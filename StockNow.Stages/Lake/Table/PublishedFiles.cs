using Microsoft.Extensions.Logging;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>The table as its log tells it: every visible data file of every event log, topic and partition in this lake.</summary>
/// <remarks>
/// Intents never change, so each is read once, most of them in checkpoints; between calls only what is new is looked up. Safe for concurrent use.
/// </remarks>
/// <param name="lake">The store.</param>
/// <param name="log">Logs damaged checkpoints, which are ignored, or null.</param>
/// <param name="time">Tells how old the newest range is, or null for the system's clock.</param>
sealed class PublishedFiles(ILakeStore lake, ILogger? log = null, TimeProvider? time = null) : IPublishedFiles, IDisposable
{
    // Publishing takes no longer than its tries do.
    static readonly TimeSpan LongestPublishing = 2 * RetryingLakeStore.Budget;

    readonly TimeProvider _time = time ?? TimeProvider.System;
    readonly SemaphoreSlim _one = new(1);
    readonly Dictionary<ChainId, Chain> _chains = [];
    readonly List<Entry> _complete = [];
    DroppedFiles _dropped = DroppedFiles.None;

    /// <inheritdoc/>
    public Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken stop) =>
        LookAsync(() => FilesOf(_complete.Concat(_chains.Values.SelectMany(chain => chain.Partial))), stop);

    /// <inheritdoc/>
    public Task<PublishedRanges> RangesAsync(CancellationToken stop) => LookAsync(() =>
    {
        var assumed = _chains.Values.Where(chain => chain.IsOverdue).SelectMany(chain => chain.Partial);
        var heads = _chains.Values.Where(chain => chain.Next is not null)
            .ToDictionary(chain => chain.Log.Id, chain => chain is { Open: { } open, IsOverdue: false } ? open.Start : chain.Next!.Value);
        return new PublishedRanges(FilesOf(_complete.Concat(assumed)), heads);
    }, stop);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    async Task<T> LookAsync<T>(Func<T> answer, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            await foreach (var id in IntentChains.FindAsync(lake, stop))
                if (!_chains.ContainsKey(id)) _chains.Add(id, new Chain(new IntentChain(lake, id)));
            foreach (var chain in _chains.Values) await FollowAsync(chain, stop);
            _dropped = await _dropped.RefreshAsync(lake, (_, fault) => log?.RetentionIgnored(fault), stop);
            return answer();
        }
        finally
        {
            _one.Release();
        }
    }

    // In a lake of an older version two event logs may name one file; its rows count once.
    IReadOnlyList<DataFile> FilesOf(IEnumerable<Entry> entries) =>
        [.. entries.Where(file => !_dropped.Holds(file.Chain, file.Start, file.File.Key)).Select(file => file.File).DistinctBy(file => file.Key)];

    // A range has all its files before the next one is claimed, so only the head's files need a look, and only until all are there.
    async Task FollowAsync(Chain chain, CancellationToken stop)
    {
        (chain.Partial, chain.IsOverdue) = ([], false);
        var isNew = chain.Next is null;
        chain.Next ??= (await chain.Log.GenesisAsync(stop))?.Start;
        if (chain.Next is not { } from) return;
        await foreach (var intent in isNew ? IntentChains.LeapAsync(chain.Log, from, Damaged, stop) : IntentChains.WalkAsync(chain.Log, from, stop))
        {
            Complete(chain.Open);
            chain.Open = intent;
            chain.Next = intent.End + 1;
        }
        if (chain.Open is not { } open) return;
        var visible = new List<Entry>();
        foreach (var file in open.Files)
            if (await lake.LengthAsync(file.Path, stop) is not null) visible.Add(ToEntry(open, file));
        if (visible.Count < open.Files.Count)
        {
            chain.IsOverdue = _time.GetUtcNow() - open.CreatedAt >= LongestPublishing;
            chain.Partial = chain.IsOverdue ? [.. FilesOf(open)] : visible;
            return;
        }
        Complete(open);
        chain.Open = null;
    }

    void Damaged(string fault) => log?.CheckpointIgnored(fault);

    void Complete(Intent? intent)
    {
        if (intent is not null) _complete.AddRange(FilesOf(intent));
    }

    static IEnumerable<Entry> FilesOf(Intent intent) => intent.Files.Select(file => ToEntry(intent, file));

    static Entry ToEntry(Intent intent, IntentFile file) => new(intent.Chain, intent.Start, new DataFile(file.Path, file.Rows, file.Bytes, file.Sha256));

    readonly record struct Entry(ChainId Chain, long Start, DataFile File);

    sealed class Chain(IntentChain log)
    {
        public IntentChain Log { get; } = log;
        public long? Next { get; set; }

        /// <summary>The newest range, until all its files are published.</summary>
        public Intent? Open { get; set; }

        /// <summary>The files of the newest range that are published, or all when it is overdue.</summary>
        public IReadOnlyList<Entry> Partial { get; set; } = [];

        /// <summary>Whether the newest range is too old to be still under way.</summary>
        public bool IsOverdue { get; set; }
    }
}
