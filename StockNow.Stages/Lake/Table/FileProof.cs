using System.Security.Cryptography;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// Proves that a file which lies in the place of an intent's is that file. Taken on trust, another one would cost the readings that belong there.
/// </summary>
sealed class FileProof(ILakeStore lake, IReadingFormat format, Intent intent)
{
    readonly Amendments _amendments = new(lake, intent.Chain);

    /// <exception cref="UnrecoverableException">It is another file. Its place is named, and what can be done.</exception>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task CheckAsync(IntentFile file, CancellationToken stop)
    {
        if (await FaultOfAsync(file, stop) is not { } fault) return;
        throw new UnrecoverableException($"'{file.Path}' exists already and is another file: it {fault}. So readings of {intent} cannot be stored there. "
            + "It was left as it is, and the readings are still in the event log. Move that file out of the lake, keep it, and start again; 'lake verify "
            + "--deep' says what else is wrong.");
    }

    async Task<string?> FaultOfAsync(IntentFile file, CancellationToken stop)
    {
        await using var bytes = await lake.OpenAsync(file.Path, stop);
        // Version 1 of the intents says neither size nor digest.
        if (file.Sha256 is null) return await FaultOfContentAsync(file, bytes, stop);
        var (length, digest) = (bytes.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, stop)));
        var accepted = (await _amendments.FilesAsync(intent.Start, stop)).Where(other => other.Path == file.Path).Append(file);
        if (accepted.Any(one => one.Bytes == length && one.Sha256 == digest)) return null;
        bytes.Position = 0;
        return $"has {length} bytes with the SHA-256 {digest[..12]}…, not {file.Bytes} with {file.Sha256[..12]}…{await OwnWordsAsync(bytes, stop)}";
    }

    async Task<string?> FaultOfContentAsync(IntentFile file, Stream bytes, CancellationToken stop)
    {
        try
        {
            var content = await format.ReadAsync(bytes, stop);
            var isForeign = content.Origin is { } origin && !intent.IsOriginOf(origin);
            return isForeign ? $"says of itself that it holds {content.Origin}"
                : content.Offsets.Length != file.Rows ? $"holds {content.Offsets.Length} rows, not {file.Rows}"
                : content.Offsets.Any(offset => offset < intent.Start || offset > intent.End) ? "holds other offsets"
                : null;
        }
        catch (InvalidDataException fault)
        {
            return fault.Message.TrimEnd('.');
        }
    }

    async Task<string> OwnWordsAsync(Stream bytes, CancellationToken stop)
    {
        try { return (await format.ReadAsync(bytes, stop)).Origin is { } origin ? $", and says of itself that it holds {origin}" : ""; }
        catch (InvalidDataException) { return ", and is no file of readings"; }
    }
}
