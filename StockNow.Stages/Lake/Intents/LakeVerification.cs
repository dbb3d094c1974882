using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Intents;

/// <summary>Proves a lake: every range in one unbroken chain, every row of it in a file, and nothing else.</summary>
public sealed class LakeVerification(ILakeStore lake, IReadingFormat format)
{
    /// <summary>Reads every intent and the offsets of every file. Writers may go on meanwhile.</summary>
    /// <param name="progress">Told the number of files done and the number known so far, or null.</param>
    /// <param name="publishedTo">
    /// Up to which offset a partition's writer has said that every file is published, or null: only behind it may files of the newest range be still on their way.
    /// </param>
    /// <param name="stored">Given the offsets of each file, or null.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task<LakeReport> RunAsync(Action<long, long>? progress, Func<ChainId, long>? publishedTo, Action<ChainId, long[]>? stored, CancellationToken stop)
    {
        // The table is listed before its log: a file that appears later has an intent, or it is not looked at.
        var table = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var key in lake.ListAllAsync(LakeLayout.Table, stop)) table.Add(key);
        var files = table.Count;

        var findings = new List<LakeFinding>();
        var chains = new List<ChainSummary>();
        var done = 0L;
        await foreach (var id in IntentChains.FindAsync(lake, stop))
        {
            var check = new ChainVerification(lake, format, id, publishedTo?.Invoke(id) ?? 0, findings, stored, key =>
            {
                table.Remove(key);
                progress?.Invoke(++done, Math.Max(done, files));
            });
            if (await check.RunAsync(stop) is { } summary) chains.Add(summary);
        }
        findings.AddRange(table.Order(StringComparer.Ordinal).Select(key =>
            new LakeFinding(FindingKind.Stranger, key, $"'{key}' lies in the table, but no intent names it; its rows may be there twice. Move it out of {LakeLayout.Table}.")));
        chains.Sort((left, right) => string.CompareOrdinal(left.Id.ToString(), right.Id.ToString()));
        return new LakeReport(chains, findings);
    }
}
