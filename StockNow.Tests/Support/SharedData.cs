namespace StockNow.Tests.Support;

/// <summary>The real readings beside the repository, and the right answers over them.</summary>
static class SharedData
{
    const string Name = "retail-readings-2010-12_2011-01";

    /// <summary>The folder with StockNow.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>84,533 readings in wire format, gzipped; the test is ignored where they are not.</summary>
    public static string Readings => Find($"{Name}.ndjson.gz");

    /// <summary>The answers over <see cref="Readings"/>, reckoned by other means; the test is ignored where they are not.</summary>
    public static string ReferenceAnswers => Find($"{Name}.answers.json");

    /// <summary>Whether the real readings are there.</summary>
    public static bool IsThere => File.Exists(Path.Combine(Folder, $"{Name}.ndjson.gz"));

    static string Folder => Environment.GetEnvironmentVariable("STOCKNOW_TEST_DATA") is { Length: > 0 } folder
        ? folder
        : Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "data"));

    static string Find(string file)
    {
        var path = Path.Combine(Folder, file);
        if (!File.Exists(path)) Assert.Ignore($"There is no {path}. Put the shared data there, or let STOCKNOW_TEST_DATA name the folder that holds {file}.");
        return path;
    }

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "StockNow.sln"))) return folder.FullName;
        throw new InvalidOperationException($"StockNow.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
