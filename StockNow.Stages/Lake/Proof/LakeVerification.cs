using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>Proves a lake: every range in one unbroken chain, every row of it in a file, and nothing else.</summary>
public sealed class LakeVerification(ILakeStore lake, IReadingFormat format)
{
    /// <summary>Reads every intent, and of every file its length and its offsets. Writers may continue meanwhile.</summary>
    /// <param name="progress">Is notified of the number of files done and the number known so far, or null.</param>
    /// <param name="publishedTo">
    /// Up to which offset a partition's writer has said that every file is published, or null: only after it may files of the newest range be still on their
    /// way.
    /// </param>
    /// <param name="stored">Given the offsets of each file, or null.</param>
    /// <param name="deep">Whether to read every byte of every file and compare its digest: finds changed values too.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task<LakeReport> RunAsync(Action<long, long>? progress, Func<ChainId, long>? publishedTo, Action<ChainId, long[]>? stored, bool deep,
        CancellationToken stop)
    {
        // The table is listed before its log: a file that appears later has an intent, or it is not looked at.
        var table = new NamedFiles(await lake.ListAllAsync(LakeLayout.Table, stop).ToListAsync(stop));
        var of = table.Left;

        var findings = new List<LakeFinding>();
        var chains = new List<ChainSummary>();
        var files = new FileVerification(lake, format, deep);
        var done = 0L;
        await foreach (var id in IntentChains.FindAsync(lake, stop))
        {
            var check = new ChainVerification(lake, files, id, publishedTo?.Invoke(id)
                ?? 0, findings, stored, table, () => progress?.Invoke(++done, Math.Max(done, of)));
            if (await check.RunAsync(stop) is { } summary) chains.Add(summary);
        }
        findings.AddRange(table.Unnamed());
        chains.Sort((left, right) => string.CompareOrdinal(left.Id.ToString(), right.Id.ToString()));
        return new LakeReport(chains, findings) { Notes = [.. table.Notes()] };
    }
}
