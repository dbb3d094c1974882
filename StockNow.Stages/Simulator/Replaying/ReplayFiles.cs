namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Which files a replay takes.</summary>
static class ReplayFiles
{
    static readonly string[] Endings = [".ndjson", ".ndjson.gz"];

    /// <summary>The file itself, or the files of the folder in the ordinal order of their names.</summary>
    public static IReadOnlyList<string> Of(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path).Where(HasEnding).Order(StringComparer.Ordinal)]
        : [path];

    /// <summary>What is wrong with the path, for a person, or null.</summary>
    public static string? FaultOf(string path)
    {
        var full = string.IsNullOrWhiteSpace(path) ? path : Path.GetFullPath(path);
        if (Directory.Exists(path)) return Of(path).Count > 0 ? null : $"the folder '{full}' holds no .ndjson or .ndjson.gz file";
        if (!File.Exists(path)) return $"there is no file or folder '{full}'; a relative path begins at the working directory";
        return HasEnding(path) ? null : $"'{full}' is neither an .ndjson nor an .ndjson.gz file";
    }

    static bool HasEnding(string path) => Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
