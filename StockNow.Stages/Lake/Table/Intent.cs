using System.Globalization;
using System.Text.Json.Serialization;
using StockNow.Contracts.Events;
using StockNow.Stages.Lake.Rows;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// The claim of one writer on one range of offsets, made when its files are written aside and before any of them is published. The intents of a partition form
/// one chain: the next one's key is the
/// offset after this one's end, so ranges never overlap and none is left out.
/// </summary>
public sealed record Intent
{
    /// <summary>
    /// The form that this code writes. It reads the older ones too: version 2 has no digests of values, and version 1 has neither checksum nor sizes and
    /// digests of files.
    /// </summary>
    public const int CurrentVersion = 3;

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

    /// <summary>
    /// Offsets at the beginning of the range that the event log no longer held when the partition was assigned: their records are lost. 0 when nothing is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Removed { get; init; }

    /// <summary>Records in the range.</summary>
    public required long Records { get; init; }

    /// <summary>Records of which no reading can be made; they are counted and not stored.</summary>
    public required long Malformed { get; init; }

    /// <summary>The range's <see cref="RangeHash"/>: tells whether a replay saw the same records.</summary>
    public required string Hash { get; init; }

    /// <summary>The rule that gave each row its folder.</summary>
    public required int PartitionFunction { get; init; }

    /// <summary>What version 1 has in place of <see cref="Limits"/>: the longest reading that counted as well-formed, in bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxReadingBytes { get; init; }

    /// <summary>How much a reading was allowed to hold; from version 2 on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadingLimits? Limits { get; init; }

    /// <summary>The limits of a reading when the range was claimed. A later read of the range uses the same limits.</summary>
    [JsonIgnore]
    public ReadingLimits JudgedBy => Limits ?? ReadingLimits.OfFirstVersion(MaxReadingBytes ?? ReadingLimits.DefaultMaxBytes);

    /// <summary>When it was made: for people, and to tell a range under way from one whose files are missing.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The data files of the range, hours ascending. None when no record of it is a reading.</summary>
    public required IReadOnlyList<IntentFile> Files { get; init; }

    /// <summary>From version 2 on the <see cref="IntentChecksum"/> of all the rest.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Checksum { get; init; }

    /// <summary>The chain that it belongs to.</summary>
    [JsonIgnore]
    public ChainId Chain => new(Cluster, new(Topic, Partition));

    /// <summary>Whether a data file that describes itself so is of these offsets; it may still be of other records than those that were claimed.</summary>
    public bool IsOriginOf(FileOrigin file) => file with { RangeHash = null } == new FileOrigin(Cluster, Topic, Partition, Start, End);

    /// <summary><c>offsets 0 to 9 of topic-0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"offsets {Start} to {End} of {Topic}-{Partition}");
}

/// <summary>One data file of a range.</summary>
/// <param name="Path">Its key.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Its length; from version 2 on.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal digits; from version 2 on.</param>
/// <param name="Columns">The <see cref="ColumnDigests"/> of its values, computed before they were encoded; from version 3 on.</param>
public sealed record IntentFile(
    string Path,
    long Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Bytes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sha256 = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Columns = null);

/// <summary>Where a partition's chain begins; put once, so that two first writers agree.</summary>
/// <param name="Writer">Who made it.</param>
/// <param name="Start">The first intent's key.</param>
/// <param name="CreatedAt">When it was made, for people.</param>
/// <param name="Committed">The offset that storage's group had committed by then, if any: that far, readings had been stored in some lake.</param>
sealed record Genesis(
    string Writer,
    long Start,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Committed = null)
{
    /// <summary>Its name in the folder of the intents.</summary>
    public const string Name = "genesis.json";
}
