using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace StockNow.Host.Configuration;

/// <summary>Says where a value of the configuration came from.</summary>
internal static class ValueOrigin
{
    /// <summary>The value in force and its origin; false where none is set.</summary>
    public static bool TryFind(IConfigurationRoot configuration, string path, out string? value, out string? origin)
    {
        foreach (var provider in configuration.Providers.Reverse())
        {
            if (!provider.TryGet(path, out value)) continue;
            origin = provider switch
            {
                JsonConfigurationProvider json => FileOf(json.Source),
                SecretFiles secrets => secrets.FileOf(path),
                EnvironmentVariablesConfigurationProvider =>
                $"environment variable {ConfigurationSources.EnvironmentPrefix}{path.Replace(":", "__", StringComparison.Ordinal)}",
                _ => "command line",
            };
            return true;
        }
        (value, origin) = (null, null);
        return false;
    }

    // The whole path: several files of one name may be read.
    static string? FileOf(FileConfigurationSource source) =>
        source.FileProvider is PhysicalFileProvider folder && source.Path is { } file ? Path.Combine(folder.Root, file) : source.Path;

    /// <summary>The origin of the value at a path, or of the first one below it.</summary>
    public static string? Of(IConfigurationRoot configuration, string path)
    {
        if (TryFind(configuration, path, out _, out var origin)) return origin;
        return configuration.GetSection(path).GetChildren().Select(child => Of(configuration, child.Path)).FirstOrDefault(below => below is not null);
    }
}
