using System.Text.RegularExpressions;

namespace StockNow.Tests.Support;

/// <summary>A file of the repository that people read.</summary>
sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The namespace of its types; empty for the start of a program.</summary>
    public string Namespace => NamespaceLine().Match(Text).Groups[1].Value;

    /// <summary>The namespaces that it imports.</summary>
    public IEnumerable<string> Imports => ImportLine().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>All source files of the product and its benchmarks.</summary>
    public static IEnumerable<SourceFile> All() =>
        In("StockNow.Contracts", "StockNow.Stages", "StockNow.Host", "StockNow.Benchmarks").Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>All texts that a reader of the repository meets: sources, tests and documents.</summary>
    public static IEnumerable<SourceFile> Texts() =>
        All().Concat(In("StockNow.Tests", "docs")).Append(Read(System.IO.Path.Combine(SharedData.RepositoryRoot, "README.md")));

    static IEnumerable<SourceFile> In(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(System.IO.Path.Combine(SharedData.RepositoryRoot, folder), "*", SearchOption.AllDirectories))
        .Where(file => System.IO.Path.GetExtension(file) is ".cs" or ".md" && !file.Split(System.IO.Path.DirectorySeparatorChar)
        .Any(folder => folder is "obj" or "bin")).Select(Read);

    static SourceFile Read(string path) => new(path, File.ReadAllText(path));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex ImportLine();
}
