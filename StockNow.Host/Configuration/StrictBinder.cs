using Microsoft.Extensions.Configuration;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Configuration;

/// <summary>
/// Fills options from the configuration and misses no fault: unknown keys, values that are not of their type, ranges, and rules over several settings.
/// </summary>
internal static class StrictBinder
{
    /// <summary>Sections that others read: the logging framework, and libraries such as the Kafka client.</summary>
    static readonly string[] PassedThrough = ["Logging", .. AdapterCatalog.All.Select(adapter => adapter.Passed?.Path).OfType<string>()];

    /// <summary>All settings that may be written.</summary>
    public static KnownSettings Known(IReadOnlyList<OptionsSection> sections) => KnownSettings.Of(sections, PassedThrough);

    /// <summary>Binds all sections and gathers the faults of all.</summary>
    public static BoundOptions Bind(IConfigurationRoot configuration, IReadOnlyList<OptionsSection> sections)
    {
        var faults = UnknownKeys.Find(configuration, Known(sections)).Concat(SectionsWithAValue(configuration, sections)).ToList();
        var bound = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in sections)
        {
            var filler = new OptionsFiller(configuration);
            var options = Activator.CreateInstance(section.Type)!;
            filler.Fill(options, section.Path);
            bound.Add(section.Path, options);
            faults.AddRange(filler.Faults);

            // A value that could not be read stands at its default, about which nothing need be said.
            var unread = filler.Faults.Select(fault => fault.Path).ToHashSet();
            faults.AddRange(OptionsRules.Check(options, section.Path)
                .Where(fault => !unread.Contains(fault.Path))
                .Select(fault => fault with { Origin = ValueOrigin.Of(configuration, fault.Path) }));
        }
        return new BoundOptions(bound, faults);
    }

    static IEnumerable<ConfigurationFault> SectionsWithAValue(IConfigurationRoot configuration, IEnumerable<OptionsSection> sections) =>
        sections.SelectMany(section => WithParents(section.Path)).Concat(PassedThrough).Distinct().Where(path => !string.IsNullOrEmpty(configuration[path]))
            .Select(path => new ConfigurationFault(path, $"is a group of settings; write each by its name, as {path}:<name>",
            ValueOrigin.Of(configuration, path)));

    static IEnumerable<string> WithParents(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf(':', end - 1)) yield return path[..end];
    }
}

/// <summary>Options by the path of their section, and what is wrong with them.</summary>
internal sealed record BoundOptions(IReadOnlyDictionary<string, object> ByPath, IReadOnlyList<ConfigurationFault> Faults)
{
    /// <summary>The options of a section.</summary>
    public T Get<T>(string path) where T : class => (T)ByPath[path];
}
