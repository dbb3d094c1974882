using System.Globalization;

namespace StockNow.Stages.Base;

/// <summary>Durations as people read them.</summary>
public static class DurationText
{
    /// <summary>A duration in its two largest units: <c>45 s</c>, <c>3 min 05 s</c>, <c>2 h 03 min</c>, <c>1 d 04 h</c>.</summary>
    public static string Of(TimeSpan time)
    {
        var whole = TimeSpan.FromSeconds(Math.Max(0, Math.Round(time.TotalSeconds)));
        return whole switch
        {
            { TotalMinutes: < 1 } => $"{whole.Seconds} s",
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes} min {whole.Seconds:00} s"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{whole.Hours} h {whole.Minutes:00} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(long)whole.TotalDays} d {whole.Hours:00} h"),
        };
    }
}
