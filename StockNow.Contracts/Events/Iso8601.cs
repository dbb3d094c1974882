using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace StockNow.Contracts.Events;

/// <summary>Dates and times on the wire, in every form of ISO 8601 extended, RFC 3339 and RFC 9557 that names one moment.</summary>
/// <remarks>
/// Read are <c>2025-07-05T13:52:07.123456789+02:00[Europe/Paris]</c> and its shorter forms: a space or <c>t</c> for the <c>T</c>, no seconds, any number of
/// fraction digits after a point or a comma, <c>Z</c>, <c>z</c>, <c>+02:00</c>, <c>+0200</c> or <c>+02</c>, and suffixes in brackets, which change nothing.
/// 23:59:60 UTC is the second after 23:59:59. An offset is required.
/// </remarks>
public static class Iso8601
{
    const int MinutesAt = 14, AfterMinutes = 16, AfterSeconds = 19;

    /// <summary>Reads a date and time with its offset from UTC.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="milliseconds">Milliseconds since 1970-01-01 UTC; finer digits are cut off.</param>
    /// <returns>Whether it is one; <see cref="FaultOf"/> says why not.</returns>
    public static bool TryReadMilliseconds(ReadOnlySpan<byte> text, out long milliseconds) => Read(text, out milliseconds) is null;

    /// <summary>What is wrong with a text that is no date and time, as the end of a sentence, or null.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> text) => Read(text, out _);

    /// <summary>
    /// Whether a text is spelled as the first version of StockNow demanded: with a T and seconds, with at most seven digits of one after a point, with
    /// <c>Z</c> or <c>+hh:mm</c> up to 14:00.
    /// </summary>
    public static bool IsNarrow(ReadOnlySpan<byte> text)
    {
        if (text.Length <= AfterSeconds || text[10] != 'T' || text[AfterMinutes] != ':' || text[17] == '6') return false;
        var rest = text[AfterSeconds..];
        if (rest[0] == '.')
        {
            var end = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
            if (end is < 2 or > 8) return false;
            rest = rest[end..];
        }
        return rest.SequenceEqual("Z"u8)
            || (rest.Length == 6 && rest[3] == ':'
            && (rest[1] == '0' || (rest[1] == '1' && (rest[2] < '4' || (rest[2] == '4' && rest[4] == '0' && rest[5] == '0')))));
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

    static string? Read(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !(TwoDigits(text, 0, out var century) & TwoDigits(text, 2, out var year) & TwoDigits(text, 5, out var month) & TwoDigits(text, 8, out var day)))
            return "does not begin with a date such as 2025-07-05";
        year += century * 100;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month)) return "names a date that does not exist";
        if (text.Length == 10) return "has no time of day; write one such as 2025-07-05T13:52:00Z";
        if (text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')) return "has neither a T nor a space between its date and its time";
        if (text.Length < AfterMinutes || text[13] != ':' || !(TwoDigits(text, 11, out var hour) & TwoDigits(text, MinutesAt, out var minute)))
            return "has no time of day such as 13:52:00 after its date";

        int at = AfterMinutes, second = 0, fraction = 0;
        if (text.Length > at && text[at] == ':')
        {
            if (text.Length < AfterSeconds || !TwoDigits(text, at + 1, out second)) return "has seconds that are not two digits";
            at = AfterSeconds;
            if (text.Length > at && text[at] is (byte)'.' or (byte)',' && !TryReadFraction(text, ref at, out fraction))
                return "has no digits after the point of its seconds";
        }
        if (hour > 23 || minute > 59 || second > 60) return "names a time of day that does not exist";
        if (ReadOffset(text, ref at, out var offsetMinutes) is { } offsetFault) return offsetFault;
        if (ReadSuffixes(text[at..]) is { } suffixFault) return suffixFault;

        // A leap second is added at 23:59 UTC, whatever time it is elsewhere.
        if (second == 60 && Math.Abs(hour * 60 + minute - offsetMinutes + 1) % (24 * 60) != 0) return "has a 60th second that is not 23:59:60 UTC";
        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks
            + second * TimeSpan.TicksPerSecond - offsetMinutes * TimeSpan.TicksPerMinute;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return "is not within the years 0001 to 9999 of UTC";
        milliseconds = (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond + fraction;
        return null;
    }

    static bool TryReadFraction(ReadOnlySpan<byte> text, ref int at, out int milliseconds)
    {
        milliseconds = 0;
        var digits = 0;
        for (at++; at < text.Length && (uint)(text[at] - '0') <= 9; at++, digits++)
            if (digits < 3) milliseconds = milliseconds * 10 + (text[at] - '0');
        var isThere = digits > 0;
        for (; digits < 3; digits++) milliseconds *= 10;
        return isThere;
    }

    static string? ReadOffset(ReadOnlySpan<byte> text, ref int at, out int minutes)
    {
        const string Missing = "has no offset from UTC; end it with Z or an offset such as +02:00",
            Wrong = "has a wrong offset from UTC; end it with Z or an offset such as +02:00";
        minutes = 0;
        if (at == text.Length || text[at] == '[') return Missing;
        if (text[at] is (byte)'Z' or (byte)'z')
        {
            at++;
            return null;
        }
        if (text[at] is not ((byte)'+' or (byte)'-')) return (uint)(text[at] - '0') <= 9 ? "has a time of day that is spelled wrongly" : Missing;
        var isNegative = text[at] == '-';
        var offset = text[(at + 1)..];
        if (offset.Length < 2 || !TwoDigits(offset, 0, out var hours)) return Wrong;
        var length = 2;
        if (offset.Length > length && offset[length] != '[')
        {
            var minutesAt = offset[length] == ':' ? 3 : 2;
            length = minutesAt + 2;
            if (offset.Length < length || !TwoDigits(offset, minutesAt, out minutes)) return Wrong;
        }
        if (hours > 23 || minutes > 59) return Wrong;
        minutes += hours * 60;
        if (isNegative) minutes = -minutes;
        at += 1 + length;
        return null;
    }

    // RFC 9557, section 4.1: an exclamation mark obliges a reader to understand the suffix.
    static string? ReadSuffixes(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] != '[') return "has more characters after its offset from UTC";
            var end = text.IndexOf((byte)']');
            if (end < 2 || !IsSuffix(text[1..end])) return "has a suffix in brackets that is spelled wrongly";
            if (text[1] == '!') return "has a critical suffix ('!'), and StockNow does not interpret suffixes";
            text = text[(end + 1)..];
        }
        return null;
    }

    static bool IsSuffix(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
            if (!char.IsAsciiLetterOrDigit((char)letter)
                && letter is not ((byte)'_' or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'/' or (byte)':' or (byte)'=' or (byte)'!'))
                return false;
        return true;
    }

    static bool TwoDigits(ReadOnlySpan<byte> text, int at, out int number)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        number = tens * 10 + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
