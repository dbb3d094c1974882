using StockNow.Contracts.Lake;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>The checkpoints of one partition's chain. Any of them may be missing: readers go by the intents where there is none.</summary>
/// <param name="lake">The store.</param>
/// <param name="chain">The partition.</param>
sealed class Checkpoints(ILakeStore lake, ChainId chain)
{
    readonly string _folder = LakeLayout.CheckpointFolder(chain.Cluster, chain.Partition.Topic, chain.Partition.Partition);

    /// <summary>A checkpoint's key.</summary>
    public string KeyOf(long start, long next) => $"{_folder}/{LakeLayout.CheckpointName(start, next)}";

    /// <summary>Start and next offset of every checkpoint, ascending. Two may begin at one offset, when writers were set to different lengths.</summary>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task<IReadOnlyList<(long Start, long Next)>> ListAsync(CancellationToken stop)
    {
        var ends = new List<(long, long)>();
        await foreach (var name in lake.ListFromAsync(_folder, "", stop))
            if (LakeLayout.CheckpointEnds(name) is { } found) ends.Add(found);
        return ends;
    }

    /// <summary>Reads one that was listed.</summary>
    /// <exception cref="UnrecoverableException">It is damaged.</exception>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task<Checkpoint> GetAsync(long start, long next, CancellationToken stop) =>
        IntentJson.ReadCheckpoint(await lake.GetAsync(KeyOf(start, next), stop), KeyOf(start, next), chain, start, next);

    /// <summary>Reads one that was listed, or finds null when it is damaged: the intents that it copies are there.</summary>
    /// <param name="damaged">Is notified of the fault, or null.</param>
    public async Task<Checkpoint?> FindAsync(long start, long next, Action<string>? damaged, CancellationToken stop)
    {
        try
        {
            return await GetAsync(start, next, stop);
        }
        catch (UnrecoverableException fault)
        {
            damaged?.Invoke(fault.Message);
            return null;
        }
    }

    /// <summary>Puts one where there is none. Every writer would put the same, so it does not matter whose it is.</summary>
    /// <exception cref="LakeException">The store is away, or it is not known whether it arrived.</exception>
    public async Task AddAsync(Checkpoint checkpoint, CancellationToken stop)
    {
        var key = KeyOf(checkpoint.Intents[0].Start, checkpoint.Intents[^1].End + 1);
        if (await PutIfAbsent.PutAsync(lake, key, IntentJson.Write(checkpoint), stop) is PutOutcome.Unknown)
            throw new LakeException($"No reply from the lake for '{key}'; retrying.");
    }
}
