using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace StockNow.Host.Configuration;

/// <summary>Where settings come from, the later overriding the earlier: two files, environment variables, the command line.</summary>
internal static class ConfigurationSources
{
    /// <summary>Environment variables of this prefix are settings: <c>STOCKNOW__Simulator__Interval</c> is <c>Simulator:Interval</c>.</summary>
    public const string EnvironmentPrefix = "STOCKNOW__";

    /// <summary>The environment that <c>DOTNET_ENVIRONMENT</c> names; <c>Production</c> when it names none.</summary>
    public static string EnvironmentName => Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is { Length: > 0 } name ? name : "Production";

    /// <summary>Reads all sources.</summary>
    /// <param name="folder">Where <c>appsettings.json</c> and <c>appsettings.{environment}.json</c> lie; either may be missing.</param>
    /// <param name="environment">The environment's name.</param>
    /// <param name="commandLine">Settings by path; of two with the same path the later counts.</param>
    /// <param name="faults">Takes a fault for each file that cannot be read; its settings are left out.</param>
    public static IConfigurationRoot Read(string folder, string environment, IEnumerable<KeyValuePair<string, string?>> commandLine, ICollection<ConfigurationFault> faults)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, value) in commandLine) settings[path] = value;
        return new ConfigurationBuilder()
            .SetBasePath(folder)
            .SetFileLoadExceptionHandler(context =>
            {
                faults.Add(Fault(Path.Combine(folder, context.Provider.Source.Path!), context.Exception));
                context.Ignore = true;
            })
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables(EnvironmentPrefix)
            .AddInMemoryCollection(settings)
            .Build();
    }

    static ConfigurationFault Fault(string file, Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException { LineNumber: { } line, BytePositionInLine: { } column })
                return new ConfigurationFault($"{file}({line + 1},{column + 1})", "is not JSON from here on; look for a missing comma, quote or bracket at or just before this place");
        }
        return new ConfigurationFault(file, $"cannot be read: {exception.GetBaseException().Message}");
    }
}
