using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;

namespace StockNow.Stages.Lake.Table;

/// <summary>The rules for every object of the lake's log, also after somebody has edited it. Each rule names the field that breaks it.</summary>
static class IntentRules
{
    const int HashDigits = 16, DigestDigits = 64;

    /// <summary>What is wrong with an intent, or null. A chain that keeps to this cannot lead back or out of the lake.</summary>
    /// <param name="intent">The intent.</param>
    /// <param name="chain">The chain in whose folder it lies.</param>
    /// <param name="start">The offset that its name says.</param>
    public static string? FaultOf(Intent intent, ChainId chain, long start) =>
        string.IsNullOrEmpty(intent.Writer) ? "'writer' is empty"
        : intent.Cluster != chain.Cluster ? $"'cluster' is '{intent.Cluster}', and the folder is that of '{chain.Cluster}'"
        : intent.Topic != chain.Partition.Topic ? $"'topic' is '{intent.Topic}', and the folder is that of '{chain.Partition.Topic}'"
        : intent.Partition != chain.Partition.Partition ? $"'partition' is {intent.Partition}, and the folder is that of {chain.Partition.Partition}"
        : intent.Start != start ? $"'start' is {intent.Start}, and the name says {start}"
        : intent.End < start || intent.End == long.MaxValue ? $"'end' is {intent.End}, and must not be less than 'start'"
        : intent.Removed < 0 || intent.Removed > intent.End - start ? $"'removed' is {intent.Removed}, which is not within the range"
        : intent.Records < 1 || intent.Records - 1 > intent.End - start - intent.Removed
        ? $"'records' is {intent.Records}, which offsets {start} to {intent.End} cannot hold"
        : intent.Malformed < 0 || intent.Malformed > intent.Records ? $"'malformed' is {intent.Malformed}, and 'records' is {intent.Records}"
        : !IsHex(intent.Hash, HashDigits) ? $"'hash' is '{intent.Hash}', which is no hash"
        : intent.PartitionFunction < 1 ? $"'partition_function' is {intent.PartitionFunction}"
        : intent.Version == 1 && intent.MaxReadingBytes is not > 0 ? $"'max_reading_bytes' is {intent.MaxReadingBytes}"
        : intent.Version > 1 && intent.Limits is not { MaxBytes: > 0, MaxIdBytes: > 0, MaxUnknownMembers: > 0, MaxUnknownDepth: > 0 }
        ? $"'limits' are {intent.Limits}"
        : FaultOf(intent.Files, intent.Version) is { } fault ? fault
        : intent.Files.Sum(file => (decimal)file.Rows) != intent.Records - intent.Malformed
            ? $"'files' hold {intent.Files.Sum(file => (decimal)file.Rows)} rows, and {intent.Records} records, {intent.Malformed} of them malformed, make "
            + $"{intent.Records - intent.Malformed}"
        : intent.Version > 1 && intent.Checksum != IntentChecksum.Of(intent) ? "'checksum' does not fit the rest: something in it was changed"
        : null;

    /// <summary>What is wrong with a genesis, or null.</summary>
    public static string? FaultOf(Genesis genesis) =>
        string.IsNullOrEmpty(genesis.Writer) ? "'writer' is empty"
        : genesis.Start is < 0 or long.MaxValue ? $"'start' is {genesis.Start}"
        : genesis.Committed < 0 ? $"'committed' is {genesis.Committed}"
        : null;

    /// <summary>What is wrong with the files of an intent or an amendment, or null.</summary>
    public static string? FaultOf(IReadOnlyList<IntentFile>? files, int version)
    {
        if (files is null) return "'files' is null";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < files.Count; number++)
            if (FaultOf(files[number], version, seen) is { } fault) return $"'files[{number}]' {fault}";
        return null;
    }

    static string? FaultOf(IntentFile? file, int version, HashSet<string> seen) =>
        file is null ? "is null"
        : !IsPathOfTable(file.Path) ? $"has the path '{file.Path}', which is no data file below {LakeLayout.Table}"
        : !seen.Add(file.Path) ? $"has the path '{file.Path}', which another one has too"
        : file.Rows < 1 ? $"has {file.Rows} rows"
        : version > 1 && file.Bytes is not > 0 ? "has no 'bytes'"
        : version > 1 && !IsHex(file.Sha256, DigestDigits) ? "has no 'sha256'"
        : version > 2 && !IsHex(file.Columns, ColumnDigests.TextLength) ? "has no 'columns'"
        : null;

    static bool IsPathOfTable(string? path) =>
        path is not null && path.StartsWith($"{LakeLayout.Table}/", StringComparison.Ordinal) && LakeLayout.IsDataFile(path)
        && !path.Contains('\0', StringComparison.Ordinal)
        && !path.Split('/').Any(part => part is "" or "." or "..");

    static bool IsHex(string? text, int digits) => text?.Length == digits && text.All(char.IsAsciiHexDigitLower);
}
