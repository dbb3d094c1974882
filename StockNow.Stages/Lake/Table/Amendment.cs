using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// Stands beside an intent when some of its files were written a second time, after a crash, and came out with other bytes than the first time: the same
/// rows, by another version of the Parquet library. Such a file may be like its intent says or like an amendment says.
/// </summary>
sealed record Amendment
{
    /// <summary>The form that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the intents whose rules its files keep: what they hold says the intent.</summary>
    public const int FilesVersion = 2;

    /// <summary>The form it is written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The files as they came out.</summary>
    public required IReadOnlyList<IntentFile> Files { get; init; }
}

/// <summary>The amendments of one partition's chain. There are hardly ever any.</summary>
/// <param name="lake">The store.</param>
/// <param name="chain">The chain.</param>
sealed class Amendments(ILakeStore lake, ChainId chain)
{
    readonly string _folder = LakeLayout.AmendmentFolder(chain.Cluster, chain.Partition.Topic, chain.Partition.Partition);

    /// <summary>Puts an amendment where there is none. What it says makes its name, so it does not matter who puts it.</summary>
    /// <exception cref="LakeException">The store is away, or it is not known whether it arrived.</exception>
    public async Task AddAsync(long start, Amendment amendment, CancellationToken stop)
    {
        var json = IntentJson.Write(amendment);
        var key = $"{_folder}/{PrefixOf(start)}{LogIdentity.HashOf(System.Text.Encoding.UTF8.GetString(json))}.json";
        if (await PutIfAbsent.PutAsync(lake, key, json, stop) is PutOutcome.Unknown) throw new LakeException($"No reply from the lake for '{key}'; retrying.");
    }

    /// <summary>The keys of all amendments.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken stop) =>
        await lake.ListFromAsync(_folder, "", stop).Select(name => $"{_folder}/{name}").ToListAsync(stop);

    /// <summary>Reads one that was listed.</summary>
    /// <exception cref="Base.UnrecoverableException">It is damaged.</exception>
    public async Task<Amendment> GetAsync(string key, CancellationToken stop) => IntentJson.ReadAmendment(await lake.GetAsync(key, stop), key);

    /// <summary>The files of an intent as its amendments have them.</summary>
    /// <exception cref="Base.UnrecoverableException">One of them is damaged.</exception>
    public async Task<IReadOnlyList<IntentFile>> FilesAsync(long start, CancellationToken stop)
    {
        var files = new List<IntentFile>();
        await foreach (var name in lake.ListFromAsync(_folder, PrefixOf(start), stop))
        {
            if (!name.StartsWith(PrefixOf(start), StringComparison.Ordinal)) break;
            files.AddRange((await GetAsync($"{_folder}/{name}", stop)).Files);
        }
        return files;
    }

    static string PrefixOf(long start) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{start:D20}-");
}
