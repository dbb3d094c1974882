using System.Buffers;
using System.Text.Unicode;

namespace StockNow.Contracts.Events;

/// <summary>
/// A quick way through readings that are spelled as the wire format shows them: these members in this order, no white space, no escape. It says yes only
/// where <see cref="ReadingReader"/>'s full way would read the same; to anything else it says nothing, and the full way decides.
/// </summary>
static class PlainSpelling
{
    const int MostDigits = 15, MostCountDigits = 9;

    static readonly SearchValues<byte> EndsPlainText =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a reading in the plain spelling.</summary>
    /// <param name="json">The record's value.</param>
    /// <param name="maxIdBytes">Longer ids are left to the full way.</param>
    /// <param name="reading">The fields, when the answer is yes.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, int maxIdBytes, out ReadingFields reading)
    {
        reading = default;
        var at = json;
        return Skip(ref at, "{\"sensor_id\":\""u8) && TakeText(ref at, out reading.SensorId)
            && Skip(ref at, "\",\"timestamp\":\""u8) && TakeText(ref at, out var time) && Iso8601.TryReadMilliseconds(time, out reading.TimestampMs)
            && Skip(ref at, "\",\"product_id\":\""u8) && TakeText(ref at, out reading.ProductId)
            && Skip(ref at, "\",\"quantity\":"u8) && TakeCount(ref at, out reading.Quantity)
            && Skip(ref at, ",\"threshold\":"u8) && TakeCount(ref at, out reading.Threshold)
            && Skip(ref at, ",\"location\":{\"store\":\""u8) && TakeText(ref at, out reading.Store)
            && Skip(ref at, "\",\"lat\":"u8) && TakeDegrees(ref at, 90, out reading.Latitude)
            && Skip(ref at, ",\"lon\":"u8) && TakeDegrees(ref at, 180, out reading.Longitude)
            && Skip(ref at, "},\"alert\":"u8) && TakeFlag(at, out reading.Alert)
            && reading.SensorId.Length <= maxIdBytes && reading.ProductId.Length <= maxIdBytes && reading.Store.Length <= maxIdBytes
            && Utf8.IsValid(json);
    }

    static bool Skip(scoped ref ReadOnlySpan<byte> at, ReadOnlySpan<byte> expected)
    {
        if (!at.StartsWith(expected)) return false;
        at = at[expected.Length..];
        return true;
    }

    static bool TakeText(scoped ref ReadOnlySpan<byte> at, out ReadOnlySpan<byte> text)
    {
        var end = at.IndexOfAny(EndsPlainText);
        text = end < 0 ? default : at[..end];
        at = at[text.Length..];
        return end >= 0; // what follows must be the quote, which the caller expects
    }

    static bool TakeCount(scoped ref ReadOnlySpan<byte> at, out int count)
    {
        var digits = count = 0;
        for (; digits < at.Length && (uint)(at[digits] - '0') <= 9 && digits <= MostCountDigits; digits++) count = count * 10 + (at[digits] - '0');
        var isPlain = digits is > 0 and <= MostCountDigits && (digits == 1 || at[0] != '0');
        at = at[digits..];
        return isPlain; // what follows must be a comma, which the caller expects
    }

    // Exact: so few digits, divided by such a power of ten, are rounded once (Clinger, "How to read floating point numbers accurately", 1990).
    static bool TakeDegrees(scoped ref ReadOnlySpan<byte> at, double limit, out double degrees)
    {
        degrees = 0;
        var isNegative = !at.IsEmpty && at[0] == '-';
        if (isNegative) at = at[1..];
        long number = 0;
        int end = 0, whole = 0;
        for (; end < at.Length && end <= MostDigits; end++)
        {
            var digit = (uint)(at[end] - '0');
            if (digit <= 9) number = number * 10 + digit;
            else if (at[end] == '.' && whole == 0 && end > 0) whole = end;
            else break;
        }
        if (whole == 0) whole = end;
        var decimals = Math.Max(0, end - whole - 1);
        if (end is 0 or > MostDigits || whole == end - 1 || (whole > 1 && at[0] == '0')) return false;
        at = at[end..];
        degrees = number / PowersOfTen[decimals];
        if (isNegative) degrees = -degrees;
        return Math.Abs(degrees) <= limit;
    }

    static bool TakeFlag(ReadOnlySpan<byte> at, out bool flag)
    {
        flag = at.SequenceEqual("true}"u8);
        return flag || at.SequenceEqual("false}"u8);
    }
}
