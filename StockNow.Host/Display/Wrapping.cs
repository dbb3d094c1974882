namespace StockNow.Host.Display;

/// <summary>Breaks a text into lines between its words.</summary>
internal static class Wrapping
{
    const string Indent = "  ";

    /// <summary>The lines of a text; those after the first are indented. A word that is longer than a line is cut.</summary>
    /// <param name="text">The text, on one line.</param>
    /// <param name="width">Characters of a line, more than the indent.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = text[..^text.TrimStart(' ').Length];
        foreach (var word in text.Trim(' ').Split(' '))
        {
            var isBlank = line.AsSpan().Trim(' ').IsEmpty;
            var rest = isBlank ? line + word : $"{line} {word}";
            if (rest.Length > width && !isBlank)
            {
                yield return line;
                rest = Indent + word;
            }
            while (rest.Length > width)
            {
                yield return rest[..width];
                rest = Indent + rest[width..];
            }
            line = rest;
        }
        yield return line;
    }
}
