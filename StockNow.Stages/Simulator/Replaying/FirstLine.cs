using System.Security.Cryptography;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>The first line of a file that is not blank: it finds files that may be the same, and files that hold no lines of JSON.</summary>
/// <param name="Hash">The beginning of its SHA-256, without the white space around it; of a very long line only its beginning counts.</param>
/// <param name="Fault">Why the file cannot be sent as it is, and what to do; or null.</param>
sealed record FirstLine(string Hash, string? Fault)
{
    const int HashLength = 12, MostBytes = 64 * 1024;

    /// <summary>White space that may stand around a line.</summary>
    public static ReadOnlySpan<byte> WhiteSpace => " \t\r\v\f"u8;

    /// <summary>The mark that some editors put at the beginning of a file.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <returns>Null when there are only blank lines.</returns>
    /// <exception cref="InvalidDataException">The file is damaged before the line ends.</exception>
    public static async Task<FirstLine?> ReadAsync(ReplayFile file)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        while (length < buffer.Length && !buffer.AsSpan(0, length).Contains((byte)'\n') && await file.ReadAsync(buffer.AsMemory(length)) is > 0 and var read)
            length = DropBlankBeginning(buffer, length + read);
        if (length == 0) return null;
        var newline = buffer.AsSpan(0, length).IndexOf((byte)'\n');
        var line = buffer.AsSpan(0, newline < 0 ? length : newline).TrimEnd(WhiteSpace);
        return new FirstLine(Convert.ToHexStringLower(SHA256.HashData(line))[..HashLength], FaultOf(line, newline >= 0));
    }

    static int DropBlankBeginning(Span<byte> buffer, int length)
    {
        var rest = buffer[..length].TrimStart(" \t\r\v\f\n"u8);
        if (rest.StartsWith(ByteOrderMark)) rest = rest[ByteOrderMark.Length..].TrimStart(" \t\r\v\f\n"u8);
        rest.CopyTo(buffer);
        return rest.Length;
    }

    static string? FaultOf(ReadOnlySpan<byte> line, bool isTerminated) =>
        line is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [(byte)'{', 0, ..] or [0, (byte)'{', ..]
            ? "is UTF-16 text, but readings are UTF-8. Convert it, for example with: iconv -f UTF-16 -t UTF-8 FILE > OTHER"
        : line is [(byte)'[', ..] && line[1..].TrimStart(WhiteSpace) is [] or [(byte)'{', ..]
            ? "is one JSON array, but each reading must stand on a line of its own. Convert it, for example with: jq -c '.[]' FILE > OTHER"
        : line is [(byte)'{'] && isTerminated
            ? "has readings that span several lines, but each must stand on one line. Convert it, for example with: jq -c . FILE > OTHER"
        : null;
}
