using System.ComponentModel;
using System.Globalization;

namespace StockNow.Stages.Simulator;

/// <summary>How fast simulated or recorded time passes, written <c>max</c> or as a factor such as <c>1</c> or <c>60</c>.</summary>
/// <param name="Factor">So many times faster than the clock; null: as fast as possible.</param>
[TypeConverter(typeof(SpeedConverter))]
public readonly record struct Speed(double? Factor)
{
    /// <summary>As fast as possible.</summary>
    public static Speed Max => default;

    /// <summary>As fast as the clock.</summary>
    public static Speed OfTheClock => new(1);

    /// <summary>Reads a speed.</summary>
    public static bool TryParse(string? text, out Speed speed)
    {
        speed = default;
        if (string.Equals(text?.Trim(), "max", StringComparison.OrdinalIgnoreCase)) return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) || !(factor > 0) || !double.IsFinite(factor)) return false;
        speed = new Speed(factor);
        return true;
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => Factor?.ToString(CultureInfo.InvariantCulture) ?? "max";
}

/// <summary>Lets the configuration fill a <see cref="Speed"/>.</summary>
sealed class SpeedConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <inheritdoc/>
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        Speed.TryParse(value as string, out var speed)
        ? speed : throw new FormatException("write a speed as max, or as a factor above 0 such as 1 or 60");
}
