using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>The files of the table, and which intent names each of them. What is left at the end belongs to nobody.</summary>
sealed class NamedFiles
{
    readonly HashSet<string> _unnamed;
    readonly Dictionary<string, string> _intentOf = new(StringComparer.Ordinal);
    readonly List<string> _endsOfDamaged = [];

    /// <param name="table">All keys of the table.</param>
    public NamedFiles(IEnumerable<string> table) => _unnamed = new HashSet<string>(table, StringComparer.Ordinal);

    /// <summary>How many files no intent names so far.</summary>
    public int Left => _unnamed.Count;

    /// <summary>Notes that an intent names a file.</summary>
    /// <returns>The key of another intent that names it too, or null.</returns>
    public string? Name(string file, string intent)
    {
        _unnamed.Remove(file);
        return _intentOf.TryAdd(file, intent) ? null : _intentOf[file];
    }

    /// <summary>Notes that an intent cannot be read: which files it names is known by the ends of their names only, and the fault is found already.</summary>
    public void Damaged(ChainId chain, long start) => _endsOfDamaged.Add(LakeLayout.DataFileEnd(chain.Partition.Topic, chain.Partition.Partition, start));

    /// <summary>Files with rows that no intent names.</summary>
    public IEnumerable<LakeFinding> Unnamed() =>
        _unnamed.Where(key => LakeLayout.IsDataFile(key) && !_endsOfDamaged.Any(end => key.EndsWith(end, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal)
        .Select(key => new LakeFinding(FindingKind.UnnamedFile, key,
        $"'{key}' lies in the table, but no intent names it; its rows may be there twice. Move it out of {LakeLayout.Table}."));

    /// <summary>Files that no reader takes for readings.</summary>
    public IEnumerable<string> Notes() => _unnamed.Where(key => !LakeLayout.IsDataFile(key)).Order(StringComparer.Ordinal)
        .Select(key => $"'{key}' lies in the table and is no Parquet file. It holds no readings, and readers pass it over.");
}
