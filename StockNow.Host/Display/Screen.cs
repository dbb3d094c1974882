namespace StockNow.Host.Display;

/// <summary>Texts that a person reads on standard error.</summary>
internal static class Screen
{
    const int Narrowest = 20;

    /// <summary>A text whose lines fit the terminal, broken between words; as it is where standard error is no terminal.</summary>
    public static string Fit(string text) => Console.IsErrorRedirected || Console.WindowWidth < Narrowest ? text
        : string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Wrapping.Lines(line, Console.WindowWidth - 1)));
}
