namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Which files a replay takes.</summary>
/// <param name="Files">The files, in their order.</param>
/// <param name="PassedOver">What else is in the folder, with the reason.</param>
/// <param name="Faults">Files that should be sent and cannot be, with the reason and the remedy.</param>
sealed record ReplayFiles(IReadOnlyList<string> Files, IReadOnlyList<string> PassedOver, IReadOnlyList<string> Faults)
{
    const string EndingsText = ".ndjson, .jsonl, .ndjson.gz or .jsonl.gz";
    static readonly string[] Endings = [".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz"];

    /// <summary>The file itself, or the files of the folder.</summary>
    public static ReplayFiles Of(string path)
    {
        if (!Directory.Exists(path)) return new([path], [], []);
        List<string> files = [], passedOver = [], faults = [];
        foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(NaturalOrder.Instance))
        {
            var name = Path.GetFileName(entry);
            if (name.StartsWith('.')) passedOver.Add($"{name} (hidden)");
            else if (Directory.Exists(entry)) passedOver.Add($"{name} (a folder)");
            else if (!HasEnding(name)) passedOver.Add($"{name} (another ending)");
            else if (IsThere(entry)) files.Add(entry);
            else if (name.Contains('\uFFFD')) faults.Add($"'{entry}' cannot be opened: its name is not UTF-8. Rename it and start again.");
            else passedOver.Add($"{name} (a link to nothing)");
        }
        return new(files, passedOver, faults);
    }

    /// <summary>What is wrong with the path, for a person, or null.</summary>
    public static string? FaultOf(string path)
    {
        var full = string.IsNullOrWhiteSpace(path) ? path : Path.GetFullPath(path);
        if (Directory.Exists(path)) return Of(path) is { Files.Count: 0, Faults.Count: 0 } ? $"the folder '{full}' holds no {EndingsText} file" : null;
        if (!IsThere(path)) return $"there is no file or folder '{full}'; a relative path begins at the working directory";
        return HasEnding(path) ? null : $"'{full}' is not named as a file of readings: the name must end in {EndingsText}";
    }

    // To .NET a link to nothing exists.
    static bool IsThere(string path)
    {
        if (!File.Exists(path)) return false;
        try { return File.ResolveLinkTarget(path, returnFinalTarget: true) is null or { Exists: true }; }
        catch (IOException) { return false; } // a link that leads to itself
    }

    static bool HasEnding(string path) => Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
