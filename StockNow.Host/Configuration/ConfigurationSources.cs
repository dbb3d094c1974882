using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace StockNow.Host.Configuration;

/// <summary>Where settings come from, the later overriding the earlier: files, files of secrets, environment variables, the command line.</summary>
internal static class ConfigurationSources
{
    /// <summary>Environment variables of this prefix are settings: <c>STOCKNOW__Simulator__Interval</c> is <c>Simulator:Interval</c>.</summary>
    public const string EnvironmentPrefix = "STOCKNOW__";

    /// <summary>Reads all sources.</summary>
    /// <param name="files">The files, the later overriding the earlier.</param>
    /// <param name="commandLine">Settings by path; of two with the same path the later counts.</param>
    /// <param name="faults">Takes a fault for each file that cannot be read; its settings are left out.</param>
    public static IConfigurationRoot Read(IEnumerable<string> files, IEnumerable<KeyValuePair<string, string?>> commandLine,
        ICollection<ConfigurationFault> faults) => Read(files, SecretFiles.Folder, commandLine, faults);

    /// <summary>The same, with the secrets of a given folder.</summary>
    public static IConfigurationRoot Read(IEnumerable<string> files, string secrets, IEnumerable<KeyValuePair<string, string?>> commandLine,
        ICollection<ConfigurationFault> faults)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, value) in commandLine) settings[path] = value;
        var builder = new ConfigurationBuilder();
        foreach (var file in files)
        {
            // A provider of our own, as the usual one passes hidden files and folders over.
            builder.Add<JsonConfigurationSource>(source =>
            {
                source.FileProvider = new PhysicalFileProvider(Path.GetDirectoryName(file)!, ExclusionFilters.None);
                source.Path = Path.GetFileName(file);
                source.OnLoadException = context =>
                {
                    faults.Add(Fault(file, context.Exception));
                    context.Ignore = true;
                };
            });
        }
        return builder.Add(new SecretFiles(secrets, faults)).AddEnvironmentVariables(EnvironmentPrefix).AddInMemoryCollection(settings).Build();
    }

    static ConfigurationFault Fault(string file, Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException { LineNumber: { } line, BytePositionInLine: { } column })
                return new ConfigurationFault($"{file}({line + 1},{column + 1})",
                    "is not JSON from here on; look for a missing comma, quote or bracket at or just before this place");
        }
        return new ConfigurationFault(file, $"cannot be read: {exception.GetBaseException().Message}");
    }
}
