using System.Text.RegularExpressions;

namespace StockNow.Tests.Support;

/// <summary>The commands of README.md, in their order.</summary>
static partial class ReadmeCommands
{
    /// <summary>Each line of a block of commands, without its comment.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Find(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "README.md")))];

    /// <summary>What the program is given by a <c>dotnet run</c> of the host; null where the command is another one.</summary>
    public static string[]? ArgumentsOf(string command) =>
        HostRun().Match(command) is { Success: true } run ? run.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;

    // A block that says its language is not one of commands.
    static IEnumerable<string> Find(string text)
    {
        string? block = null;
        foreach (var line in text.Split('\n'))
            if (line.StartsWith("```", StringComparison.Ordinal)) block = block is null ? line[3..] : null;
            else if (block is "" && Comment().Replace(line, "").Trim() is { Length: > 0 } command) yield return command;
    }

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^dotnet run (?:--no-build )?--project StockNow\.Host (?:-- )?(.+)$")]
    private static partial Regex HostRun();
}
