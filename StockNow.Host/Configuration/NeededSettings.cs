using System.Collections;
using System.Reflection;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Host.Configuration;

/// <summary>Checks that a chosen adapter has the settings without which it cannot work.</summary>
internal static class NeededSettings
{
    /// <summary>The settings that are missing.</summary>
    /// <param name="adapter">The chosen adapter.</param>
    /// <param name="options">All options.</param>
    public static IEnumerable<ConfigurationFault> Missing(IAdapter adapter, BoundOptions options) =>
        from section in adapter.Options
        let values = options.ByPath[section.Path]
        from property in SettingShape.SettingsOf(section.Type)
        let needed = property.GetCustomAttribute<NeededAttribute>()
        where needed is not null && IsEmpty(property.GetValue(values))
        let path = SettingShape.Join(section.Path, property.Name)
        let first = SettingShape.Of(property.PropertyType).Kind == SettingKind.List ? $"{path}:0" : path
        select new ConfigurationFault(path, $"is needed for {adapter.Name}; set it, as with --{first}={needed.Example}");

    static bool IsEmpty(object? value) => value is null or "" or ICollection { Count: 0 };
}
