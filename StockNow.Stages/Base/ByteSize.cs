using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StockNow.Stages.Base;

/// <summary>A number of bytes, written <c>1048576</c>, <c>256KB</c>, <c>64 MB</c> or <c>2GB</c>; each unit is 1,024 of the one before.</summary>
/// <param name="Bytes">The bytes.</param>
[TypeConverter(typeof(ByteSizeConverter))]
public readonly record struct ByteSize(long Bytes)
{
    static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>So many mebibytes.</summary>
    public static ByteSize Megabytes(long count) => new(count << 20);

    /// <summary>So many gibibytes.</summary>
    public static ByteSize Gigabytes(long count) => new(count << 30);

    /// <summary>Reads a size.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ByteSize size)
    {
        size = default;
        var trimmed = text.AsSpan().Trim();
        var power = Array.FindLastIndex(Units, unit => text is not null && text.TrimEnd().EndsWith(unit, StringComparison.OrdinalIgnoreCase));
        if (power >= 0) trimmed = trimmed[..^Units[power].Length].TrimEnd();
        if (!decimal.TryParse(trimmed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        var unit = 1L << (10 * Math.Max(power, 0));
        if (number > long.MaxValue / (decimal)unit) return false;
        size = new ByteSize((long)(number * unit));
        return true;
    }

    /// <summary>The size in the largest unit that divides it.</summary>
    public override string ToString()
    {
        var (number, power) = (Bytes, 0);
        for (; power < Units.Length - 1 && number != 0 && number % 1024 == 0; power++) number /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{number} {Units[power]}");
    }
}

/// <summary>Lets the configuration fill a <see cref="ByteSize"/>.</summary>
sealed class ByteSizeConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <inheritdoc/>
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        ByteSize.TryParse(value as string, out var size) ? size : throw new FormatException("write a size as 1048576, 256KB, 64MB or 2GB");
}
