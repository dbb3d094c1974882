using System.Globalization;
using StockNow.Contracts.Topics;

namespace StockNow.Contracts.Lake;

/// <summary>Where things lie in the lake. Keys are relative to its root and '/'-separated.</summary>
public static class LakeLayout
{
    /// <summary>The table: nothing but data files, so that any reader's <c>**/*.parquet</c> finds readings only.</summary>
    public const string Table = "stock-data";

    /// <summary>Our own log beside the table.</summary>
    public const string Log = "_stocknow";

    /// <summary>Where files are written before they are published; never listed by a reader.</summary>
    public const string Staging = "_stocknow/.staging";

    /// <summary>Where decisions of people are recorded on which no file depends any more.</summary>
    public const string Decisions = "_stocknow/.decisions";

    /// <summary>Where it is recorded which dates were dropped.</summary>
    public const string Retention = $"{Decisions}/retention";

    /// <summary>Where it is recorded which files are lost for good.</summary>
    public const string Losses = $"{Decisions}/losses";

    /// <summary>The rule that gives a row its folder; every intent names the version it was written by.</summary>
    public const int PartitionFunctionVersion = 1;

    /// <summary>Hours since 1970-01-01 UTC; rows of one hour share a folder.</summary>
    /// <param name="timestampMs">A reading's timestamp, milliseconds since 1970-01-01 UTC.</param>
    public static long HourOf(long timestampMs) => Math.DivRem(timestampMs, 3_600_000, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary><c>stock-data/date=YYYY-MM-DD/hour=HH</c>, both in UTC.</summary>
    /// <param name="hour">Hours since 1970-01-01 UTC.</param>
    public static string FolderOf(long hour) =>
        DateTimeOffset.FromUnixTimeSeconds(hour * 3600).UtcDateTime.ToString($"'{Table}/date='yyyy-MM-dd'/hour='HH", CultureInfo.InvariantCulture);

    /// <summary>The date (UTC) whose folder a key is in, or null when it is in none.</summary>
    public static DateOnly? DateOf(string key)
    {
        const string Start = $"{Table}/date=";
        const string Form = "yyyy-MM-dd";
        return key.StartsWith(Start, StringComparison.Ordinal) && key.Length >= Start.Length + Form.Length
            && DateOnly.TryParseExact(key.AsSpan(Start.Length, Form.Length), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date : null;
    }

    /// <summary>
    /// The key of a new data file. Event log, topic, partition and start offset alone make it, so every attempt at a range has the same names. The intent
    /// keeps the whole key: files of older versions have other names, and are found by their intents.
    /// </summary>
    /// <param name="hour">Hours since 1970-01-01 UTC.</param>
    /// <param name="cluster">The event log's identity.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="start">The first offset of the range that the file is part of.</param>
    public static string DataFile(long hour, string cluster, string topic, int partition, long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderOf(hour)}/{LogIdentity.HashOf(cluster)}-{topic}-{partition}-{start:D20}.parquet");

    /// <summary>How the names of all data files end that hold rows of the range from an offset on, in this version and the ones before.</summary>
    public static string DataFileEnd(string topic, int partition, long start) =>
        string.Create(CultureInfo.InvariantCulture, $"-{topic}-{partition}-{start:D20}.parquet");

    /// <summary>Whether readers that list the table's folders take a file for readings.</summary>
    /// <param name="key">The file's key, or its name.</param>
    public static bool IsDataFile(string key) => key.EndsWith(".parquet", StringComparison.Ordinal);

    /// <summary>The folder of one partition's intents.</summary>
    public static string IntentFolder(string cluster, string topic, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{Log}/{cluster}/{topic}/{partition}");

    /// <summary>An intent's name in its folder: the start offset, so that names sort as offsets do.</summary>
    public static string IntentName(long start) => string.Create(CultureInfo.InvariantCulture, $"{start:D20}.json");

    /// <summary>The start offset that an intent's name says, or null when it is no such name.</summary>
    public static long? IntentStart(string name) =>
        name.Length == 25 && name.EndsWith(".json", StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : null;

    /// <summary>The folder of one partition's amendments.</summary>
    public static string AmendmentFolder(string cluster, string topic, int partition) => $"{IntentFolder(cluster, topic, partition)}/amendments";

    /// <summary>The folder of one partition's checkpoints.</summary>
    public static string CheckpointFolder(string cluster, string topic, int partition) => $"{IntentFolder(cluster, topic, partition)}/checkpoints";

    /// <summary>A checkpoint's name in its folder.</summary>
    /// <param name="start">The start of its first intent.</param>
    /// <param name="next">The offset after its last intent.</param>
    public static string CheckpointName(long start, long next) => string.Create(CultureInfo.InvariantCulture, $"{start:D20}-{next:D20}.json");

    /// <summary>The ends that a checkpoint's name says, or null when it is no such name.</summary>
    public static (long Start, long Next)? CheckpointEnds(string name) =>
        name.Length == 46 && name[20] == '-' && name.EndsWith(".json", StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        && long.TryParse(name.AsSpan(21, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var next)
            ? (start, next) : null;
}
