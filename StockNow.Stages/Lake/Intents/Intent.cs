namespace StockNow.Stages.Lake.Intents;

/// <summary>
/// The claim of one writer on one range of offsets, made before its files. The intents of a partition form one chain: the next one's key is the
/// offset after this one's end, so ranges never overlap and none is left out.
/// </summary>
public sealed record Intent
{
    /// <summary>The form that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form it is written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Who made it; no two writers share it, so equal bytes mean one's own.</summary>
    public required string Writer { get; init; }

    /// <summary>The event log's identity.</summary>
    public required string Cluster { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The first offset; the intent's key.</summary>
    public required long Start { get; init; }

    /// <summary>The last offset.</summary>
    public required long End { get; init; }

    /// <summary>Records in the range.</summary>
    public required long Records { get; init; }

    /// <summary>Records of which no reading can be made; they are counted and not stored.</summary>
    public required long Malformed { get; init; }

    /// <summary>The range's <see cref="RangeHash"/>: tells whether a replay saw the same records.</summary>
    public required string Hash { get; init; }

    /// <summary>The rule that gave each row its folder.</summary>
    public required int PartitionFunction { get; init; }

    /// <summary>The longest reading that counted as well-formed, in bytes; a replay judges by the same.</summary>
    public required int MaxReadingBytes { get; init; }

    /// <summary>When it was made, for people; nothing is decided by it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The data files of the range, hours ascending. None when no record of it is a reading.</summary>
    public required IReadOnlyList<IntentFile> Files { get; init; }
}

/// <summary>One data file of a range.</summary>
/// <param name="Path">Its key.</param>
/// <param name="Rows">Its rows.</param>
public sealed record IntentFile(string Path, long Rows);

/// <summary>Where a partition's chain begins; put once, so that two first writers agree.</summary>
/// <param name="Writer">Who made it.</param>
/// <param name="Start">The first intent's key.</param>
/// <param name="CreatedAt">When it was made, for people.</param>
public sealed record Genesis(string Writer, long Start, DateTimeOffset CreatedAt)
{
    /// <summary>Its name in the folder of the intents.</summary>
    public const string Name = "genesis.json";
}
