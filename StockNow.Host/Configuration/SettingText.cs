using System.ComponentModel;
using System.Globalization;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Configuration;

/// <summary>Turns the text of a setting into its value, and a value into text as people write it.</summary>
internal static class SettingText
{
    const NumberStyles Whole = NumberStyles.AllowLeadingSign, Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    static readonly string[] DateFormats = ["yyyy-MM-ddK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    static readonly Dictionary<Type, (Func<string, object?> Read, string Not)> Kinds = new()
    {
        [typeof(string)] = (text => text, ""),
        [typeof(bool)] = (text => bool.TryParse(text, out var value) ? value : null, "is neither true nor false"),
        [typeof(int)] = (text => int.TryParse(text, Whole, Invariant, out var value)
            ? value : null, $"is not a whole number up to {int.MaxValue}, such as 1000"),
        [typeof(long)] = (text => long.TryParse(text, Whole, Invariant, out var value)
            ? value : null, $"is not a whole number up to {long.MaxValue}, such as 1000"),
        [typeof(double)] = (text => double.TryParse(text, Fraction, Invariant, out var value) && double.IsFinite(value)
            ? value : null, "is not a number such as 0.5"),
        [typeof(decimal)] = (text => decimal.TryParse(text, Fraction, Invariant, out var value) ? value : null, "is not a number such as 0.5"),
        [typeof(TimeSpan)] = (text => PeopleTime.TryRead(text, out var value) ? value : null, "is not a time span; write 100ms, 5s, 10m, 2h, 1d or 00:00:05"),
        [typeof(ByteSize)] = (text => ByteSize.TryParse(text, out var value) ? value : null, "is not a size; write 1048576, 256KB, 64MB or 2GB"),
        [typeof(TimeOnly)] = (text => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], out var value) ? value : null, "is not a time of day; write 08:30"),
        [typeof(DateOnly)] = (text => DateOnly.TryParseExact(text, "yyyy-MM-dd", Invariant, DateTimeStyles.None, out var value) ? value : null,
            "is not a date; write 2025-07-05"),
        [typeof(DateTimeOffset)] = (
            text => DateTimeOffset.TryParseExact(text, DateFormats, Invariant, DateTimeStyles.AssumeUniversal, out var value) ? value : null,
            "is not a date and time; write 2025-07-05T13:52:00Z"),
    };

    /// <summary>Whether values of the type are written as one text.</summary>
    public static bool IsValue(Type type) =>
        Kinds.ContainsKey(type) || type.IsEnum || AdaptersOf(type) is not null || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>Reads a value.</summary>
    /// <param name="type">A type for which <see cref="IsValue"/> holds.</param>
    /// <param name="text">The text as configured.</param>
    /// <param name="shown">The text as it may be shown.</param>
    /// <param name="fault">What is wrong and what to write instead; null when the value was read.</param>
    public static object? Read(Type type, string text, string shown, out string? fault)
    {
        var trimmed = type == typeof(string) ? text : text.Trim();
        if (type.IsEnum) return ReadName(Enum.GetNames(type), trimmed, shown, out fault) is { } member ? Enum.Parse(type, member) : null;
        if (AdaptersOf(type) is { } adapters && AdapterCatalog.Optional.TryGetValue(trimmed, out var build)
            && !adapters.Any(adapter => adapter.Name.Equals(trimmed, StringComparison.OrdinalIgnoreCase)))
        {
            fault = $"{shown} is not in this program; build it with {build}";
            return null;
        }
        if (AdaptersOf(type) is { } known)
            return ReadName([.. known.Select(adapter => adapter.Name)], trimmed, shown, out fault) is { } name ? Activator.CreateInstance(type, name) : null;
        if (!Kinds.TryGetValue(type, out var kind)) return Convert(type, trimmed, shown, out fault);
        var value = kind.Read(trimmed);
        fault = value is not null ? null : $"{shown} {kind.Not}";
        if (fault is not null && type == typeof(TimeSpan) && decimal.TryParse(trimmed, Fraction, Invariant, out _))
            fault = $"{shown} has no unit; write {(shown == SecretSettings.Mask ? "5" : trimmed)}s, or 100ms, 10m, 2h, 1d or 00:00:05";
        return value;
    }

    /// <summary>Writes a value in people's units.</summary>
    public static string Write(object? value) => value switch
    {
        null => "none",
        TimeSpan time => PeopleTime.Write(time),
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ssK", Invariant),
        TimeOnly time => time.ToString("HH:mm", Invariant),
        DateOnly date => date.ToString("yyyy-MM-dd", Invariant),
        _ => System.Convert.ToString(value, Invariant)!,
    };

    /// <summary>The adapters that a setting of the type chooses from; null when it chooses no adapter.</summary>
    public static IReadOnlyList<IAdapter>? AdaptersOf(Type type) =>
        typeof(IAdapterName).IsAssignableFrom(type) ? AdapterCatalog.Of(type.GetGenericArguments()[0]) : null;

    static string? ReadName(string[] names, string text, string shown, out string? fault)
    {
        var name = Array.Find(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        fault = name is not null ? null : $"{shown} is not known{(shown == SecretSettings.Mask ? "." : NearestName.Advice(text, names))}";
        return name;
    }

    static object? Convert(Type type, string text, string shown, out string? fault)
    {
        try
        {
            fault = null;
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        // Converters throw whatever their author chose.
        catch (Exception exception)
        {
            fault = shown == SecretSettings.Mask ? $"{shown} cannot be read" : $"{shown} cannot be read: {exception.Message}";
            return null;
        }
    }
}
