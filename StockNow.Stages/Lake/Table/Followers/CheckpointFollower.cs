using System.Collections.Concurrent;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table.Followers;

/// <summary>Copies the published ranges of each chain into checkpoints, so that readers open few objects, however long the chain is.</summary>
/// <param name="store">The store.</param>
/// <param name="every">After how many ranges a checkpoint is made.</param>
sealed class CheckpointFollower(ILakeStore store, int every) : ITableFollower
{
    readonly ConcurrentDictionary<ChainId, Pending> _pending = new();

    public async Task<long?> RestoreAsync(ChainId chain, CancellationToken stop)
    {
        _pending[chain] = new Pending();
        var checkpoints = await new Checkpoints(store, chain).ListAsync(stop);
        return checkpoints.Count > 0 ? checkpoints[^1].Next : null;
    }

    public async Task TakeAsync(ChainId chain, Intent range, CancellationToken stop)
    {
        var pending = _pending[chain];
        pending.Ranges.Add(range);
        pending.Files += range.Files.Count;
        if (!Checkpoint.IsDue(pending.Ranges.Count, pending.Files, every)) return;
        await new Checkpoints(store, chain).AddAsync(new Checkpoint { Intents = pending.Ranges }, stop);
        _pending[chain] = new Pending();
    }

    sealed class Pending
    {
        public List<Intent> Ranges { get; } = [];

        public long Files { get; set; }
    }
}
