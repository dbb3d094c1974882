using System.Globalization;
using System.Security.Cryptography;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>A position as versions before have saved it: a number of lines, under the file's name and the hash of its first line.</summary>
static class OlderPosition
{
    /// <summary>The value it gets when the file has a position of this version.</summary>
    public const string Moved = "moved";

    const int HashLength = 12;

    /// <summary>Whether it may be one of a file of this name.</summary>
    public static bool IsOf(string path, SavedPosition position)
    {
        var prefix = $"replay/{Path.GetFileName(path)}-";
        return position.Name.Length == prefix.Length + HashLength && position.Name.StartsWith(prefix, StringComparison.Ordinal)
            && LinesOf(position) is not null;
    }

    /// <summary>What was sent of the file.</summary>
    /// <exception cref="ReplayFileException">The file has fewer lines.</exception>
    public static async Task<ReplayPosition> ReadAsync(string path, SavedPosition position)
    {
        var lines = LinesOf(position)!.Value;
        await using var file = await ReplayFile.OpenAsync(path);
        var reader = new LineReader(file.ReadAsync, ReadingLimits.DefaultMaxBytes);
        using var sent = new SentSoFar(ReplayPosition.None, Path.GetFileName(path));
        while (sent.Lines < lines && await reader.FillAsync())
        {
            while (sent.Lines < lines && reader.Next() != LineKind.None) sent.LineTaken(reader.Offset, isRest: false, reader);
            sent.Append(reader.Between(sent.Appended, reader.Offset));
        }
        return sent.Lines == lines ? sent.Position : throw ReplayFaults.Cut(path, string.Create(CultureInfo.InvariantCulture, $"{lines} lines"));
    }

    static long? LinesOf(SavedPosition position) =>
        long.TryParse(position.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines : null;

    /// <summary>The end of the position's name.</summary>
    public static async Task<string> FirstLineHashAsync(string path)
    {
        await using var file = await ReplayFile.OpenAsync(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[16 * 1024];
        var newline = -1;
        for (int read; newline < 0 && (read = await file.ReadAsync(buffer)) > 0;)
        {
            newline = buffer.AsSpan(0, read).IndexOf((byte)'\n');
            hash.AppendData(buffer, 0, newline < 0 ? read : newline);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashLength];
    }
}
