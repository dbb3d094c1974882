using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>The lake's table as its log knows it: the files that readers may count on, and no other.</summary>
public interface IPublishedFiles
{
    /// <summary>
    /// All data files that must be there, in no order: those of every range but the newest, and of the newest those that are published, or all when it is too
    /// old to be still under way. A file once listed is never changed or removed by a stage; one that is not there was removed by somebody, or its writer has
    /// died.
    /// </summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    Task<IReadOnlyList<DataFile>> ListAsync(CancellationToken stop);

    /// <summary>The ranges that are published completely, and where each chain continues: a reader that joins them with the event log misses nothing.</summary>
    /// <exception cref="LakeException">The store is away or refuses.</exception>
    Task<PublishedRanges> RangesAsync(CancellationToken stop);
}

/// <summary>What the table holds at one moment.</summary>
/// <param name="Files">The data files of all ranges that are published completely, in no order.</param>
/// <param name="Heads">The offset after the last such range of each chain; a chain without one has its first offset.</param>
public sealed record PublishedRanges(IReadOnlyList<DataFile> Files, IReadOnlyDictionary<ChainId, long> Heads);

/// <summary>A data file of the lake's table.</summary>
/// <param name="Key">Its key in the store.</param>
/// <param name="Rows">The rows that its intent names.</param>
/// <param name="Bytes">Its length in bytes, or null when its intent is of version 1 and does not say.</param>
/// <param name="Sha256">The digest that its intent names, or null for the same reason.</param>
public sealed record DataFile(string Key, long Rows, long? Bytes = null, string? Sha256 = null);
