using Microsoft.Extensions.Configuration;

namespace StockNow.Host.Configuration;

/// <summary>
/// Settings that are files, one each: <c>Kafka__SaslPassword</c> holds <c>Kafka:SaslPassword</c>. So containers and systemd hand over secrets. The name may
/// begin
/// with <c>STOCKNOW__</c>, as that of the environment variable does. A file without two underscores in its name is not for StockNow.
/// </summary>
internal sealed class SecretFiles(string folder, ICollection<ConfigurationFault> faults) : ConfigurationProvider, IConfigurationSource
{
    readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the files of this process are: the folder that systemd names, or the one where containers have them.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder ? folder : "/run/secrets";

    /// <summary>The file that holds a setting.</summary>
    public string FileOf(string path) => _files[path];

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <inheritdoc/>
    public override void Load()
    {
        foreach (var file in Files())
        {
            try
            {
                var path = PathOf(Path.GetFileName(file));
                Data[path] = File.ReadAllText(file).TrimEnd('\n', '\r');
                _files[path] = file;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                faults.Add(new ConfigurationFault(file, $"cannot be read: {fault.Message} Let the user of this process read it, or remove it"));
            }
        }
    }

    static string PathOf(string name) =>
        (name.StartsWith(ConfigurationSources.EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)
            ? name[ConfigurationSources.EnvironmentPrefix.Length..] : name)
        .Replace("__", ":", StringComparison.Ordinal);

    IEnumerable<string> Files()
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file).Contains("__", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A folder of somebody else's secrets is no fault; a setting that is needed and missing is reported by its name.
            return [];
        }
    }
}
