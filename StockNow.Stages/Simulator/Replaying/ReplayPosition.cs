using System.Globalization;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>What was sent of a file: its beginning, identified by its content.</summary>
/// <param name="Bytes">Bytes of the unpacked file, up to the end of a line.</param>
/// <param name="Lines">Lines that end there, blank and refused ones too.</param>
/// <param name="Hash">The SHA-256 of these bytes.</param>
/// <param name="Marks">The hashes of shorter beginnings, each about twice as long as the one before: by them a file that was cut is known.</param>
/// <param name="FileName">The name of the file that was sent last.</param>
sealed record ReplayPosition(long Bytes, long Lines, string Hash, IReadOnlyList<ReplayMark> Marks, string FileName)
{
    /// <summary>Nothing was sent.</summary>
    public static ReplayPosition None { get; } = new(0, 0, ContentHash.OfNothing, [], "");

    /// <summary>As it lies in the event log: bytes, lines, hash, marks and name, parted by spaces.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
        $"{Bytes} {Lines} {Hash} {(Marks.Count == 0 ? "-" : string.Join(',', Marks.Select(mark => $"{mark.Bytes}:{mark.Hash}")))} {FileName}");

    /// <summary>Reads what <see cref="ToString"/> has written; null when it is something else.</summary>
    public static ReplayPosition? Parse(string value)
    {
        var parts = value.Split(' ', 5);
        if (parts.Length != 5 || !IsNumber(parts[0], out var bytes) || !IsNumber(parts[1], out var lines) || parts[2].Length != ContentHash.OfNothing.Length)
            return null;
        var marks = new List<ReplayMark>();
        foreach (var mark in parts[3] == "-" ? [] : parts[3].Split(','))
        {
            var colon = mark.IndexOf(':');
            if (colon < 0 || !IsNumber(mark.AsSpan(0, colon), out var markBytes)) return null;
            marks.Add(new ReplayMark(markBytes, mark[(colon + 1)..]));
        }
        return new ReplayPosition(bytes, lines, parts[2], marks, parts[4]);
    }

    static bool IsNumber(ReadOnlySpan<char> text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>The hash of a beginning of a file.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Hash">The first digits of its SHA-256.</param>
readonly record struct ReplayMark(long Bytes, string Hash)
{
    /// <summary>Digits of <see cref="Hash"/>.</summary>
    public const int HashLength = 16;
}
