using System.Collections;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Configuration;

/// <summary>A setting as it is in force.</summary>
/// <param name="Setting">Its path.</param>
/// <param name="Value">Its value as people write it; never a secret.</param>
/// <param name="Origin">The file, the environment variable, <c>command line</c> or <c>default</c>.</param>
internal sealed record EffectiveSetting(string Setting, string Value, string Origin);

/// <summary>All settings as they are in force.</summary>
internal static partial class EffectiveSettings
{
    const string Default = "default";

    /// <summary>
    /// The settings of all options in the order of the reference, then those of <c>Logging</c> and of the sections that are passed to libraries.
    /// </summary>
    public static IEnumerable<EffectiveSetting> Of(IConfigurationRoot configuration, IReadOnlyList<OptionsSection> sections, BoundOptions options)
    {
        foreach (var section in sections)
            foreach (var setting in Below(configuration, options.ByPath[section.Path], section.Path)) yield return setting;
        foreach (var setting in Passed(configuration, "Logging")) yield return setting;
        foreach (var section in AdapterCatalog.All.Select(adapter => adapter.Passed).OfType<IPassedSection>())
        {
            foreach (var (path, value) in section.Defaults(configuration)) yield return new EffectiveSetting(path, value, Default);
            foreach (var setting in Passed(configuration, section.Path)) yield return setting;
        }
    }

    static IEnumerable<EffectiveSetting> Below(IConfigurationRoot configuration, object group, string path) => SettingShape.SettingsOf(group.GetType())
        .SelectMany(property => At(configuration, property.GetValue(group), SettingShape.Of(property.PropertyType), SettingShape.Join(path, property.Name)));

    static IEnumerable<EffectiveSetting> At(IConfigurationRoot configuration, object? value, SettingShape shape, string path)
    {
        return (shape.Kind, value) switch
        {
            (SettingKind.Group, not null) => Below(configuration, value, path),
            (SettingKind.List, IEnumerable items) when items.Cast<object?>().Any() => Items(items.Cast<object?>().Select((item, index) => ($"{index}", item))),
            (SettingKind.Map, IDictionary map) when map.Count > 0 => Items(map.Keys.Cast<string>().Select(name => (name, map[name]))),
            (SettingKind.Value, _) => [Shown(SettingText.Write(value))],
            _ => [Shown("none")],
        };

        IEnumerable<EffectiveSetting> Items(IEnumerable<(string Name, object? Value)> items) =>
            items.SelectMany(item => At(configuration, item.Value, SettingShape.Of(shape.Inner), SettingShape.Join(path, item.Name)));

        EffectiveSetting Shown(string text) => new(path, Safe(path, text), ValueOrigin.Of(configuration, path) ?? Default);
    }

    static IEnumerable<EffectiveSetting> Passed(IConfigurationRoot configuration, string section) => configuration.GetSection(section).AsEnumerable()
        .Where(setting => !string.IsNullOrEmpty(setting.Value))
        .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
        .Select(setting => new EffectiveSetting(setting.Key, Safe(setting.Key, setting.Value!), ValueOrigin.Of(configuration, setting.Key) ?? Default));

    static string Safe(string path, string value) =>
        SecretSettings.IsSecret(path) && value != "none" ? SecretSettings.Mask : UserOfUrl().Replace(value, $"//{SecretSettings.Mask}@");

    [GeneratedRegex("//[^/@]*@")]
    private static partial Regex UserOfUrl();
}
