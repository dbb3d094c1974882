using Spectre.Console;

namespace StockNow.Host.Display;

/// <summary>Writes a proof so that its verdict and its findings stand out on a terminal; redirected, it is plain text.</summary>
internal static class Verdict
{
    /// <summary>Writes it to standard output.</summary>
    /// <param name="text">The proof; its last line is the verdict, and findings begin with <c>!!</c>.</param>
    /// <param name="isGood">Whether the verdict is good.</param>
    public static void Write(string text, bool isGood)
    {
        if (Console.IsOutputRedirected) Console.Out.Write(text);
        else Write(text, isGood, AnsiConsole.Console);
    }

    /// <summary>Writes it to a terminal.</summary>
    public static void Write(string text, bool isGood, IAnsiConsole console)
    {
        var lines = text.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        foreach (var (index, line) in lines.Index())
        {
            var style = index == lines.Length - 1 ? new Style(isGood ? Color.Green : Color.Red, decoration: Decoration.Bold)
                : IsFinding(line) ? new Style(Color.Red) : Style.Plain;
            foreach (var part in Wrapping.Lines(line, Math.Max(20, console.Profile.Width - 1))) console.Write(new Text(part + "\n", style));
        }
    }

    static bool IsFinding(string line) => line.TrimStart().StartsWith("!!", StringComparison.Ordinal) || line.EndsWith(" MISSING", StringComparison.Ordinal);
}
