using System.ComponentModel.DataAnnotations;
using System.Globalization;
using StockNow.Stages.Base;

namespace StockNow.Host.Configuration;

/// <summary>Ranges whose limits may be written in people's units: <c>[Range(typeof(TimeSpan), "100ms", "1d")]</c>.</summary>
internal static class RangeRule
{
    /// <summary>What is wrong with a value, or null when it lies within.</summary>
    public static string? Broken(RangeAttribute range, object value, string path)
    {
        var (least, most) = Limits(range);
        double number = Number(value), from = Number(least), to = Number(most);
        if ((range.MinimumIsExclusive ? number > from : number >= from) && (range.MaximumIsExclusive ? number < to : number <= to)) return null;
        var shown = SecretSettings.IsSecret(path) ? SecretSettings.Mask : SettingText.Write(value);
        return range.ErrorMessage ?? $"{shown} is out of range; write {Describe(range)}";
    }

    /// <summary>The range in words, such as <c>from 1 to 1024</c> or <c>1 or more</c>.</summary>
    public static string Describe(RangeAttribute range)
    {
        var (least, most) = Limits(range);
        if (Number(most) >= long.MaxValue) return $"{SettingText.Write(least)} or more";
        return $"{(range.MinimumIsExclusive ? "above" : "from")} {SettingText.Write(least)} {(range.MaximumIsExclusive ? "to below" : "to")} "
            + $"{SettingText.Write(most)}";
    }

    static (object Least, object Most) Limits(RangeAttribute range) => (Limit(range, range.Minimum), Limit(range, range.Maximum));

    static object Limit(RangeAttribute range, object limit)
    {
        if (limit is not string text) return limit;
        var value = SettingText.Read(range.OperandType, text, $"'{text}'", out var fault);
        return fault is null ? value! : throw new InvalidOperationException($"a limit of a range: {fault}");
    }

    static double Number(object value) => value switch
    {
        TimeSpan time => time.Ticks,
        ByteSize size => size.Bytes,
        TimeOnly time => time.Ticks,
        DateTimeOffset time => time.UtcTicks,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };
}
