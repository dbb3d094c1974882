namespace StockNow.Stages.Lake.Intents;

/// <summary>The table as its log tells it: every visible data file of every event log, topic and partition in this lake.</summary>
/// <remarks>Intents never change, so each is read once, most of them in checkpoints; between calls only what is new is looked up. Safe for concurrent use.</remarks>
public sealed class PublishedFiles(ILakeStore lake) : IPublishedFiles, IDisposable
{
    readonly SemaphoreSlim _one = new(1);
    readonly Dictionary<ChainId, Chain> _chains = [];
    readonly List<DataFile> _complete = [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            await foreach (var id in IntentChains.FindAsync(lake, stop))
                if (!_chains.ContainsKey(id)) _chains.Add(id, new Chain(new IntentLog(lake, id.Cluster, id.Partition)));
            var partial = new List<DataFile>();
            foreach (var chain in _chains.Values) await FollowAsync(chain, partial, stop);
            return [.. _complete, .. partial];
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    // A range has all its files before the next one is claimed, so only the head's files need a look, and only until all are there.
    async Task FollowAsync(Chain chain, List<DataFile> partial, CancellationToken stop)
    {
        var isNew = chain.Next is null;
        chain.Next ??= (await chain.Log.GenesisAsync(stop))?.Start;
        if (chain.Next is not { } from) return;
        await foreach (var intent in isNew ? IntentChains.LeapAsync(chain.Log, from, stop) : IntentChains.WalkAsync(chain.Log, from, stop))
        {
            Complete(chain.Open);
            chain.Open = intent;
            chain.Next = intent.End + 1;
        }
        if (chain.Open is not { } open) return;
        var visible = new List<DataFile>();
        foreach (var file in open.Files)
            if (await lake.LengthAsync(file.Path, stop) is not null) visible.Add(new DataFile(file.Path, file.Rows));
        if (visible.Count < open.Files.Count)
        {
            partial.AddRange(visible);
            return;
        }
        Complete(open);
        chain.Open = null;
    }

    void Complete(Intent? intent)
    {
        if (intent is not null) _complete.AddRange(intent.Files.Select(file => new DataFile(file.Path, file.Rows)));
    }

    sealed class Chain(IntentLog log)
    {
        public IntentLog Log { get; } = log;
        public long? Next { get; set; }
        public Intent? Open { get; set; }
    }
}
