namespace StockNow.Host.Configuration;

/// <summary>Which configuration files there are: those beside the program, those in the working directory, and the one that <c>--config</c> names.</summary>
internal static class ConfigurationFiles
{
    /// <summary>The environment that <c>DOTNET_ENVIRONMENT</c> names; <c>Production</c> when it names none.</summary>
    public static string EnvironmentName => Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is { Length: > 0 } name ? name : "Production";

    /// <summary>The files of this process that are there, the later overriding the earlier.</summary>
    /// <param name="named">The file that <c>--config</c> names, or null.</param>
    /// <param name="faults">Takes a fault when that file is not there.</param>
    public static IReadOnlyList<string> Find(string? named, ICollection<ConfigurationFault> faults) =>
        Find([AppContext.BaseDirectory, .. WorkingDirectory()], EnvironmentName, named, faults);

    /// <summary>The same, of given folders.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders, string environment, string? named, ICollection<ConfigurationFault> faults)
    {
        var files = folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Distinct()
            .SelectMany(folder => new[] { Path.Combine(folder, "appsettings.json"), Path.Combine(folder, $"appsettings.{environment}.json") })
            .Where(File.Exists).ToList();
        if (named is null) return files;
        if (named.Length > 0 && File.Exists(named)) files.Add(Path.GetFullPath(named));
        else
            faults.Add(new ConfigurationFault("--config", named.Length == 0
                ? "needs the name of a file, such as --config=/etc/stocknow.json" : $"there is no file '{Path.GetFullPath(named)}'"));
        return files;
    }

    // Somebody may have removed it.
    static IEnumerable<string> WorkingDirectory()
    {
        try { return [Directory.GetCurrentDirectory()]; }
        catch (IOException) { return []; }
    }
}
