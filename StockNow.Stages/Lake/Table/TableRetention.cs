using System.Globalization;
using StockNow.Contracts.Lake;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>Drops the data files of old dates.</summary>
/// <param name="lake">The store.</param>
/// <param name="time">Dates the mark.</param>
public sealed class TableRetention(ILakeStore lake, TimeProvider time)
{
    const int AtOnce = 8;

    /// <summary>Looks for the files of dates before one. Nothing is changed. The newest range of each chain is left alone: its writer may be at work.</summary>
    /// <param name="before">The first date that stays, in UTC as in the names of the folders.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="UnrecoverableException">An object of a chain is damaged; <c>lake verify</c> names all of them.</exception>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task<RetentionPlan> PlanAsync(DateOnly before, CancellationToken stop)
    {
        var there = await lake.ListAllAsync(LakeLayout.Table, stop).Where(key => LakeLayout.DateOf(key) < before).ToHashSetAsync(StringComparer.Ordinal, stop);
        var chains = new List<RetainedChain>();
        var files = new List<IntentFile>();
        await foreach (var id in IntentChains.FindAsync(lake, stop))
        {
            var chain = new IntentChain(lake, id);
            if ((await chain.GenesisAsync(stop))?.Start is not { } from) continue;
            Intent? newest = null;
            await foreach (var intent in IntentChains.LeapAsync(chain, from, null, stop))
            {
                if (newest is not null) files.AddRange(newest.Files.Where(file => there.Contains(file.Path)));
                newest = intent;
            }
            if (newest is not null) chains.Add(new RetainedChain(id.Cluster, id.Partition.Topic, id.Partition.Partition, newest.Start));
        }
        return new RetentionPlan(before, files, chains);
    }

    /// <summary>Drops what a plan names: marks the dates as dropped, and then removes the files. After a crash the same plan again removes the rest.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Is notified of the number of removed files.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away. What is not removed yet is marked, and no reader counts on it.</exception>
    public async Task ApplyAsync(RetentionPlan plan, Action<long> progress, CancellationToken stop)
    {
        if (plan.Files.Count == 0) return;
        var mark = new RetentionMark { Before = plan.Before, Chains = plan.Chains, CreatedAt = time.GetUtcNow() };
        var key = string.Create(CultureInfo.InvariantCulture, $"{LakeLayout.Retention}/{plan.Before:yyyy-MM-dd}-{Guid.NewGuid():N}.json");
        if (await PutIfAbsent.PutAsync(lake, key, IntentJson.Write(mark), stop) is not PutOutcome.Ours)
            throw new LakeException($"No reply from the lake for '{key}'; nothing was removed. Try again.");
        var removed = 0L;
        await Parallel.ForEachAsync(plan.Files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (file, stop) =>
        {
            await lake.RemoveAsync(file.Path, stop);
            progress(Interlocked.Increment(ref removed));
        });
    }
}

/// <summary>The files that a retention drops.</summary>
public sealed class RetentionPlan
{
    internal RetentionPlan(DateOnly before, IReadOnlyList<IntentFile> files, IReadOnlyList<RetainedChain> chains) =>
        (Before, Files, Chains) = (before, files, chains);

    /// <summary>The first date that stays.</summary>
    public DateOnly Before { get; }

    /// <summary>The files.</summary>
    public IReadOnlyList<IntentFile> Files { get; }

    /// <summary>How many dates they are of.</summary>
    public int Dates => Files.Select(file => LakeLayout.DateOf(file.Path)).Distinct().Count();

    internal IReadOnlyList<RetainedChain> Chains { get; }
}
