using System.Globalization;
using System.Security.Cryptography;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>
/// Proves one file of an intent: its length and its footer, and if it is asked for the offsets of its rows, its digest and its values.
/// </summary>
/// <param name="lake">The store.</param>
/// <param name="format">Reads the file.</param>
/// <param name="values">Decodes its values; null when neither they nor its digest are looked at.</param>
/// <param name="readsOffsets">Whether to read the offset of every row; otherwise the footer alone counts.</param>
sealed class FileVerification(ILakeStore lake, IReadingFormat format, IValueReader? values, bool readsOffsets)
{
    /// <summary>Looks at a file.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="intent">The intent that names it.</param>
    /// <param name="file">The file.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="amended">How else it may be, when it was written a second time.</param>
    /// <param name="seen">The offsets that other files of the range hold; those of this one are added.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>What it holds, and all that is wrong with it as one finding, or null.</returns>
    public async Task<(VerifiedRows Rows, LakeFinding? Fault)> CheckAsync(
        ChainId chain, Intent intent, IntentFile file, long bytes, IEnumerable<IntentFile> amended, RangeOffsets seen, CancellationToken stop)
    {
        var faults = new List<(FindingKind Kind, string Clause)>();
        var accepted = amended.Append(file).Where(one => one.Sha256 is not null).ToList();
        if (accepted.Count > 0 && accepted.All(one => one.Bytes != bytes))
            faults.Add((FindingKind.WrongSize, Text($"has {bytes} bytes, and its intent says {file.Bytes}")));
        await using var copy = values is null ? null : await LocalCopy.OfAsync(lake, file.Path, stop);
        await using var content = copy is { IsTemporary: true } ? copy.Open() : await lake.OpenAsync(file.Path, stop);
        var rows = await CheckContentAsync(intent, file, content, seen, faults, stop);
        if (copy is not null)
        {
            await CheckDigestAsync(file, accepted, content, faults, stop);
            await CheckValuesAsync(file, copy.Path, faults, stop);
        }
        if (faults.Count == 0) return (rows, null);
        var sentence = $"'{file.Path}' of {Range(chain, intent)} {string.Join("; it ", faults.Select(fault => fault.Clause))}. Bring it back from a backup of "
            + "the lake.";
        return (rows, new LakeFinding(faults.Min(fault => fault.Kind), file.Path, sentence));
    }

    /// <summary><c>offsets 0 to 9 of topic-0 of event log x</c>.</summary>
    public static string Range(ChainId chain, Intent intent) => Text($"offsets {intent.Start} to {intent.End} of {chain}");

    static async Task CheckDigestAsync(IntentFile file, List<IntentFile> accepted, Stream content, List<(FindingKind, string)> faults, CancellationToken stop)
    {
        if (faults.Count > 0 || accepted.Count == 0) return;
        content.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop));
        if (accepted.All(one => one.Sha256 != digest))
            faults.Add((FindingKind.WrongDigest, $"was changed: its SHA-256 is {digest[..12]}…, and its intent says {file.Sha256![..12]}…"));
    }

    async Task CheckValuesAsync(IntentFile file, string path, List<(FindingKind, string)> faults, CancellationToken stop)
    {
        try
        {
            var found = await values!.DigestAsync(path, stop);
            if (file.Columns is { } columns && ColumnDigests.Differences(columns, found) is { Count: > 0 } changed)
                faults.Add((FindingKind.WrongValues, $"holds other values than were stored, in {string.Join(", ", changed)}"));
        }
        catch (InvalidDataException fault)
        {
            if (faults.TrueForAll(other => other.Item1 != FindingKind.DamagedFile)) faults.Add((FindingKind.DamagedFile, fault.Message));
        }
    }

    async Task<VerifiedRows> CheckContentAsync(
        Intent intent, IntentFile file, Stream content, RangeOffsets seen, List<(FindingKind, string)> faults, CancellationToken stop)
    {
        try
        {
            return readsOffsets ? CheckRows(intent, file, await format.ReadAsync(content, stop), seen, faults)
                : CheckFooter(intent, file, await format.DescribeAsync(content, stop), faults);
        }
        catch (InvalidDataException fault)
        {
            faults.Add((FindingKind.DamagedFile, fault.Message.TrimEnd('.')));
            return default;
        }
    }

    static VerifiedRows CheckRows(Intent intent, IntentFile file, FileContent found, RangeOffsets seen, List<(FindingKind, string)> faults)
    {
        CheckOrigin(intent, file, found.Origin, found.Offsets.Length, faults);
        var (outside, again) = seen.Add(found.Offsets);
        if (outside.Count > 0) faults.Add((FindingKind.OffsetOutsideRange, $"holds offsets that are not of that range: {OffsetRanges.Describe(outside).Text}"));
        if (again.Count > 0) faults.Add((FindingKind.OffsetTwice, $"holds offsets that are stored already: {OffsetRanges.Describe(again).Text}"));
        return new VerifiedRows(found.Offsets.Length, found.Offsets);
    }

    static VerifiedRows CheckFooter(Intent intent, IntentFile file, FileSummary found, List<(FindingKind, string)> faults)
    {
        CheckOrigin(intent, file, found.Origin, found.Rows, faults);
        if (found.FirstOffset < intent.Start || found.LastOffset > intent.End)
            faults.Add((FindingKind.OffsetOutsideRange, Text($"holds offsets that are not of that range, from {found.FirstOffset} to {found.LastOffset}")));
        return new VerifiedRows(found.Rows, null);
    }

    static void CheckOrigin(Intent intent, IntentFile file, FileOrigin? origin, long rows, List<(FindingKind, string)> faults)
    {
        if (origin is not null && !intent.IsOriginOf(origin)) faults.Add((FindingKind.ForeignFile, $"says of itself that it holds {origin}"));
        else if (origin?.RangeHash is { } hash && hash != intent.Hash)
            faults.Add((FindingKind.WrongDigest, $"says of itself that its range has the hash {hash}, and its intent says {intent.Hash}"));
        if (rows != file.Rows) faults.Add((FindingKind.WrongRowCount, Text($"holds {rows} rows, and its intent says {file.Rows}")));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The rows that a file was found to hold.</summary>
/// <param name="Count">How many.</param>
/// <param name="Offsets">Their offsets, or null when these were not read.</param>
readonly record struct VerifiedRows(long Count, long[]? Offsets);
