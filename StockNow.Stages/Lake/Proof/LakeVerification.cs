using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>Proves a lake: every range in one unbroken chain, every row of it in a file, and nothing else.</summary>
/// <param name="lake">The store.</param>
/// <param name="format">Reads the footer of a file, and where it is asked for the offsets.</param>
/// <param name="values">Reads the values of a file by another library than the one that has written it.</param>
public sealed class LakeVerification(ILakeStore lake, IReadingFormat format, IValueReader values)
{
    /// <summary>Reads every intent, and of every file its length and its footer. Writers may continue meanwhile.</summary>
    /// <param name="proof">What else is verified.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task<LakeReport> RunAsync(LakeProof proof, CancellationToken stop)
    {
        // The table is listed before its log: a file that appears later has an intent, or it is not looked at.
        var table = new NamedFiles(await lake.ListAllAsync(LakeLayout.Table, stop).ToListAsync(stop));
        var of = table.Left;

        var findings = new List<LakeFinding>();
        var chains = new List<ChainSummary>();
        var files = new FileVerification(lake, format, proof.Deep ? values : null, readsOffsets: proof.Deep || proof.Stored is not null);
        var dropped = await DroppedFiles.LoadAsync(lake, (key, fault) => findings.Add(new LakeFinding(FindingKind.DamagedIntent, key, fault)), stop);
        var done = 0L;
        await foreach (var id in IntentChains.FindAsync(lake, stop))
        {
            var check = new ChainVerification(lake, files, id, proof, dropped, findings, table, () => proof.Progress?.Invoke(++done, Math.Max(done, of)));
            if (await check.RunAsync(stop) is { } summary) chains.Add(summary);
        }
        findings.AddRange(table.Unnamed());
        chains.Sort((left, right) => string.CompareOrdinal(left.Id.ToString(), right.Id.ToString()));
        return new LakeReport(chains, findings) { Notes = [.. table.Notes(), .. dropped.Losses()], Dropped = dropped };
    }
}
