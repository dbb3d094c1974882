using Microsoft.Extensions.Configuration;

namespace StockNow.Host.Configuration;

/// <summary>Finds keys that no setting has: a slip of the fingers would otherwise be a default in silence.</summary>
internal static class UnknownKeys
{
    /// <summary>A fault for each key that is not known, once for all that lies below it.</summary>
    public static IEnumerable<ConfigurationFault> Find(IConfigurationRoot configuration, KnownSettings known) =>
        Below(configuration, configuration, known, known);

    static IEnumerable<ConfigurationFault> Below(IConfigurationRoot configuration, IConfiguration section, KnownSettings known, KnownSettings root)
    {
        if (known.IsPassedThrough) yield break;
        foreach (var child in section.GetChildren())
        {
            if (known.Find(child.Key) is not { } match)
            {
                yield return new ConfigurationFault(child.Path, $"is not a setting{Advice(child.Key, known, root)}", ValueOrigin.Of(configuration, child.Path));
                continue;
            }
            foreach (var fault in Below(configuration, child, match, root)) yield return fault;
        }
    }

    static string Advice(string key, KnownSettings known, KnownSettings root)
    {
        if (known.IsLeaf) return $"; {known.Path} takes one value, not names below it";
        if (NearestName.Find(key, known.Names) is { } near) return $"; did you mean {SettingShape.Join(known.Path, near)}?";
        // The right name in the wrong place.
        var elsewhere = root.All.FirstOrDefault(setting => setting.Path.EndsWith($":{key}", StringComparison.OrdinalIgnoreCase));
        if (elsewhere is not null) return $"; did you mean {elsewhere.Path}?";
        var place = known.Path.Length == 0 ? "" : $" under {known.Path}";
        return known.Names.Count == 0 ? $"; known{place} are 0, 1, 2 and so on" : $"; known{place}: {string.Join(", ", known.Names)}";
    }
}
