using System.Globalization;
using Microsoft.Extensions.Configuration;
using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Deployment;

/// <summary>What the program says of arguments and settings that deployment files give it.</summary>
static class ProductRules
{
    /// <summary>The port that the image serves health and metrics on.</summary>
    public static int Port { get; } = PortOf(File.ReadAllText(PathOf("deploy", "image.json")));

    /// <summary>A file of the repository.</summary>
    public static string PathOf(params string[] names) => Path.Combine([SharedData.RepositoryRoot, .. names]);

    /// <summary>Why the program would refuse these arguments.</summary>
    public static IEnumerable<string> ArgumentFaults(IEnumerable<string> arguments)
    {
        var known = StrictBinder.Known(Setup.Sections(StageCatalog.Find()));
        return CommandLine.Read([.. arguments], new CommandTree().Root(), known).Faults.Select(fault => fault.ToString());
    }

    /// <summary>Why the program would refuse to run these stages with this file and these environment variables or files of secrets.</summary>
    public static IEnumerable<string> SettingFaults(string file, string stages, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var settings = variables.Select(one => KeyValuePair.Create<string, string?>(SettingOf(one.Key), one.Value));
        return Setup.Read(settings, stages, writes: Writes.Nothing, file: file).Faults.Select(fault => fault.ToString());
    }

    /// <summary>How long a stop may take with this file.</summary>
    public static TimeSpan ShutdownTimeout(string file) => Setup.Read([], StageSelection.All, writes: Writes.Nothing, file: file).Pipeline.ShutdownTimeout;

    static string SettingOf(string variable) => (variable.StartsWith(ConfigurationSources.EnvironmentPrefix, StringComparison.Ordinal)
        ? variable[ConfigurationSources.EnvironmentPrefix.Length..] : variable).Replace("__", ":", StringComparison.Ordinal);

    static int PortOf(string image)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(image));
        var url = new ConfigurationBuilder().AddJsonStream(stream).Build()["Http:Url"]!;
        return int.Parse(url[(url.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
    }
}
