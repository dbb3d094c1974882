using System.Globalization;

namespace StockNow.Host.Configuration;

/// <summary>Time spans as people write them: <c>100ms</c>, <c>5s</c>, <c>1.5 s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>, or <c>00:00:05</c>.</summary>
internal static class PeopleTime
{
    // From the largest to the smallest, so that writing finds the largest that fits; 'min' is read before 'm' by its length.
    static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("min", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
            ("ms", TimeSpan.TicksPerMillisecond),
    ];

    static readonly (string Suffix, long Ticks)[] Suffixes = [.. Units.Append(("m", TimeSpan.TicksPerMinute)).OrderByDescending(unit => unit.Item1.Length)];

    /// <summary>Reads a time span; a bare number is none, for it has no unit.</summary>
    public static bool TryRead(string text, out TimeSpan time)
    {
        var trimmed = text.AsSpan().Trim();
        time = default;
        // Of 5:00 nobody knows whether it is hours or minutes.
        if (trimmed.Contains(':')) return trimmed.Count(':') == 2 && TimeSpan.TryParseExact(trimmed, "c", CultureInfo.InvariantCulture, out time);
        foreach (var (suffix, ticks) in Suffixes)
        {
            if (!trimmed.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) continue;
            const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (!decimal.TryParse(trimmed[..^suffix.Length].TrimEnd(), style, CultureInfo.InvariantCulture, out var number)) return false;
            if (number < (decimal)long.MinValue / ticks || number > (decimal)long.MaxValue / ticks) return false;
            time = new TimeSpan((long)(number * ticks));
            return true;
        }
        return false;
    }

    /// <summary>Writes a time span in the largest unit that divides it, such as <c>90 s</c>; <see cref="TryRead"/> reads it back.</summary>
    public static string Write(TimeSpan time)
    {
        if (time == TimeSpan.Zero) return "0 s";
        var (unit, ticks) = Units.FirstOrDefault(unit => time.Ticks % unit.Ticks == 0, Units[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)time.Ticks / ticks} {unit}");
    }
}
