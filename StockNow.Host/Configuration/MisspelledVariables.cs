namespace StockNow.Host.Configuration;

/// <summary>
/// Finds environment variables that are meant as settings but are not read as such: <c>STOCKNOW_Simulator__Interval</c> has one underscore too few.
/// </summary>
internal static class MisspelledVariables
{
    const string Product = "STOCKNOW_";

    /// <summary>A fault for each of this process.</summary>
    public static IEnumerable<ConfigurationFault> Find(KnownSettings known) =>
        Find(Environment.GetEnvironmentVariables().Keys.OfType<string>(), known);

    /// <summary>The same, of given names.</summary>
    public static IEnumerable<ConfigurationFault> Find(IEnumerable<string> names, KnownSettings known)
    {
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Product, StringComparison.OrdinalIgnoreCase)
                || name.StartsWith(ConfigurationSources.EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var letters = Letters(name[Product.Length..]);
            var meant = known.All.FirstOrDefault(setting => setting.IsLeaf && !setting.IsPassedThrough && Letters(setting.Path) == letters)?.Path
                ?? PassedThrough(name[Product.Length..], known);
            if (meant is null) continue;
            yield return new ConfigurationFault(name,
                $"is not read; did you mean {ConfigurationSources.EnvironmentPrefix}{meant.Replace(":", "__", StringComparison.Ordinal)}?",
                "environment variable");
        }
    }

    static string? PassedThrough(string rest, KnownSettings known) => known.All
        .Where(setting => setting.IsPassedThrough && rest.StartsWith($"{setting.Path}_", StringComparison.OrdinalIgnoreCase))
        .Select(setting => $"{setting.Path}:{rest[setting.Path.Length..].TrimStart('_').Replace("__", ":", StringComparison.Ordinal)}").FirstOrDefault();

    static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
