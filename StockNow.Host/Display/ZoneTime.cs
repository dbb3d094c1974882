using System.Globalization;

namespace StockNow.Host.Display;

/// <summary>Moments as the people of a store read them: in their time zone, which is always said.</summary>
/// <param name="zone">The time zone.</param>
internal sealed class ZoneTime(TimeZoneInfo zone)
{
    /// <summary>In UTC.</summary>
    public static ZoneTime Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>In the zone of an IANA name that was checked before.</summary>
    public static ZoneTime Of(string iana) => new(TimeZoneInfo.FindSystemTimeZoneById(iana));

    /// <summary>Date and time: <c>2026-11-27 15:52 UTC</c>, or <c>2026-11-27 16:52 +01:00</c>.</summary>
    public string DateAndTime(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm");

    /// <summary>The time alone: <c>15:52 UTC</c>, or <c>16:52 +01:00</c>.</summary>
    public string Time(DateTimeOffset moment) => Format(moment, "HH:mm");

    string Format(DateTimeOffset moment, string format)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        var text = local.ToString(format, CultureInfo.InvariantCulture);
        return zone.HasSameRules(TimeZoneInfo.Utc) ? $"{text} UTC" : $"{text} {local.ToString("zzz", CultureInfo.InvariantCulture)}";
    }
}
