using StockNow.Contracts.Topics;
using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Intents;

namespace StockNow.Stages.Storage;

/// <summary>Folds the published ranges of a partition into checkpoints, so that starting and reading stay quick however many there are.</summary>
sealed class RangeFolding(StorageIdentity identity, ILakeStore lake, int every)
{
    // A lake from before there were checkpoints catches up a little with each range.
    const int MostAtOnce = 1_000;

    readonly Dictionary<TopicPartition, Fold> _folds = [];

    /// <summary>Folds what lies before an offset up to which every range is published, as soon as there is enough of it.</summary>
    /// <exception cref="LakeException">The store is away; the next call makes up for it.</exception>
    public async Task PublishedAsync(TopicPartition partition, long next, CancellationToken stop)
    {
        var chain = new IntentChain(lake, identity.Cluster, partition);
        if (!_folds.Remove(partition, out var fold)) fold = new Fold(await BeginAsync(chain, stop)); // forgotten until all went well
        for (var taken = 0; taken < MostAtOnce && fold.Next < next && await chain.GetAsync(fold.Next, stop) is { } intent; taken++)
        {
            fold.Take(intent);
            if (!Checkpoint.IsDue(fold.Intents.Count, fold.Files, every)) continue;
            await chain.Checkpoints.AddAsync(new Checkpoint { Intents = fold.Intents }, stop);
            fold = new Fold(fold.Next);
        }
        _folds[partition] = fold;
    }

    static async Task<long> BeginAsync(IntentChain chain, CancellationToken stop)
    {
        var checkpoints = await chain.Checkpoints.ListAsync(stop);
        return checkpoints.Count > 0 ? checkpoints[^1].Next : (await chain.GenesisAsync(stop))!.Start;
    }

    sealed class Fold(long start)
    {
        public long Next { get; private set; } = start;

        public List<Intent> Intents { get; } = [];

        public long Files { get; private set; }

        public void Take(Intent intent)
        {
            Intents.Add(intent);
            Files += intent.Files.Count;
            Next = intent.End + 1;
        }
    }
}
