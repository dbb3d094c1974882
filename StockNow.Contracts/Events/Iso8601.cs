using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace StockNow.Contracts.Events;

/// <summary>Dates and times on the wire: <c>2025-07-05T13:52:00Z</c>, with up to seven digits of a second and <c>Z</c> or <c>+hh:mm</c>.</summary>
public static class Iso8601
{
    /// <summary>Reads a date and time with its offset from UTC.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="milliseconds">Milliseconds since 1970-01-01 UTC; finer digits are cut off.</param>
    public static bool TryReadMilliseconds(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return false;
        if (!(TwoDigits(text, 0, out var century) && TwoDigits(text, 2, out var year) && TwoDigits(text, 5, out var month) && TwoDigits(text, 8, out var day)
            && TwoDigits(text, 11, out var hour) && TwoDigits(text, 14, out var minute) && TwoDigits(text, 17, out var second))) return false;
        year += century * 100;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;

        var at = 19;
        var fraction = 0;
        if (text[at] == '.')
        {
            var digits = 0;
            for (at++; at < text.Length && (uint)(text[at] - '0') <= 9; at++, digits++)
                if (digits < 3) fraction = fraction * 10 + (text[at] - '0');
            if (digits is 0 or > 7) return false;
            for (; digits < 3; digits++) fraction *= 10;
        }
        if (!TryReadOffset(text[at..], out var offsetMinutes)) return false;
        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - offsetMinutes * TimeSpan.TicksPerMinute;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false;
        milliseconds = (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond + fraction;
        return true;
    }

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ssZ</c>, with milliseconds where there are any.</summary>
    /// <param name="milliseconds">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="to">At least 24 bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int Write(long milliseconds, Span<byte> to)
    {
        if (to.Length < 24) throw new ArgumentException("holds fewer than 24 bytes", nameof(to));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
        // The sortable format has a path of its own in .NET, several times faster than one spelled out.
        time.TryFormat(to, out var written, "s", CultureInfo.InvariantCulture);
        if (time.Millisecond > 0)
        {
            to[written++] = (byte)'.';
            Utf8Formatter.TryFormat(time.Millisecond, to[written..], out var digits, new StandardFormat('D', 3));
            written += digits;
        }
        to[written++] = (byte)'Z';
        return written;
    }

    static bool TryReadOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1) return text[0] == 'Z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':') return false;
        if (!TwoDigits(text, 1, out var hours) || !TwoDigits(text, 4, out minutes) || minutes > 59 || hours > 14) return false;
        minutes += hours * 60;
        if (text[0] == '-') minutes = -minutes;
        return Math.Abs(minutes) <= 14 * 60;
    }

    static bool TwoDigits(ReadOnlySpan<byte> text, int at, out int number)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        number = tens * 10 + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
