using StockNow.Host.Configuration;

namespace StockNow.Host.Commands;

/// <summary>Finds what is wrong with the settings of a command line as a whole; their values are read later, with those of the other sources.</summary>
internal static class SettingFaults
{
    /// <summary>Settings without a value that need one, and settings with two values.</summary>
    /// <param name="settings">The settings by path; the value is null where none was given.</param>
    /// <param name="known">The settings that there are.</param>
    public static IEnumerable<ConfigurationFault> Find(IReadOnlyList<KeyValuePair<string, string?>> settings, KnownSettings known)
    {
        foreach (var setting in settings.GroupBy(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase))
        {
            var values = setting.Select(value => value ?? "true").Distinct().ToList();
            if (setting.Contains(null) && known.At(setting.Key) is { NeedsValue: true } needy)
                yield return new ConfigurationFault($"--{setting.Key}",
                    $"needs a value{(needy.Default is { } value ? $", such as --{setting.Key}={value}" : "")}");
            else if (values.Count > 1)
                yield return new ConfigurationFault($"--{setting.Key}",
                    $"is given as {string.Join(" and as ", values.Select(value => SecretSettings.Show(setting.Key, value)))}; give it once");
        }
    }
}
