using System.ComponentModel;
using System.Globalization;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>How fast lines are replayed, written <c>max</c> or as a factor such as <c>1</c> or <c>60</c>.</summary>
/// <param name="Factor">So many times faster than the readings' own pace; null: as fast as it goes.</param>
[TypeConverter(typeof(ReplaySpeedConverter))]
public readonly record struct ReplaySpeed(double? Factor)
{
    /// <summary>As fast as it goes.</summary>
    public static ReplaySpeed Max => default;

    /// <summary>Reads a speed.</summary>
    public static bool TryParse(string? text, out ReplaySpeed speed)
    {
        speed = default;
        if (string.Equals(text?.Trim(), "max", StringComparison.OrdinalIgnoreCase)) return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) || !(factor > 0) || !double.IsFinite(factor)) return false;
        speed = new ReplaySpeed(factor);
        return true;
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => Factor?.ToString(CultureInfo.InvariantCulture) ?? "max";
}

/// <summary>Lets the configuration fill a <see cref="ReplaySpeed"/>.</summary>
sealed class ReplaySpeedConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <inheritdoc/>
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        ReplaySpeed.TryParse(value as string, out var speed)
        ? speed : throw new FormatException("write a speed as max, or as a factor above 0 such as 1 or 60");
}
