using System.Buffers;

namespace StockNow.Host.Display;

/// <summary>Fields of CSV by RFC 4180 that no spreadsheet takes for a formula and that cannot steer a terminal.</summary>
internal static class CsvText
{
    /// <summary>How a line ends.</summary>
    public const string LineEnd = "\r\n";

    static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"'\r\n");

    /// <summary>
    /// A text from outside as a field. A spreadsheet runs what begins like a formula: an apostrophe makes it text, and one that stands there already is
    /// doubled, so that it can be taken off again. What would steer a terminal or end the line is replaced: the exact text is in the JSON.
    /// </summary>
    public static string Field(string text) => Quote(Harmless(text));

    static string Harmless(string text)
    {
        var masked = PeopleText.Masked(text, '\uFFFD');
        return text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\'', ..] ? $"'{masked}" : masked;
    }

    static string Quote(string field) => field.AsSpan().ContainsAny(Quoted) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
