using Microsoft.Extensions.Configuration;
using StockNow.Host.Configuration;

namespace StockNow.Tests.Configuration;

static class TestConfiguration
{
    /// <summary>Settings as on the command line, <c>path=value</c>, and nothing else.</summary>
    public static IConfigurationRoot OfCommandLine(params string[] settings)
    {
        var faults = new List<ConfigurationFault>();
        var pairs = settings.Select(setting => setting.Split('=', 2)).Select(parts => KeyValuePair.Create<string, string?>(parts[0], parts[1]));
        return ConfigurationSources.Read([], pairs, faults);
    }
}

/// <summary>A folder of a test's own, removed afterwards.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "stocknow-tests", Guid.NewGuid().ToString("N"))).FullName;

    public string File(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
