using System.Buffers;
using StockNow.Host.Display;

namespace StockNow.Host.Answers;

/// <summary>A text as a cell of CSV by RFC 4180.</summary>
static class CsvCell
{
    static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"'\r\n");

    /// <summary>The cell, harmless to a spreadsheet and to a terminal, and quoted where it must be.</summary>
    // A spreadsheet takes what begins like this for a formula and runs it. An apostrophe makes it text; one that stands there already is doubled, so that it
    // can be taken off again.
    // What would steer a terminal or end the line is replaced: the exact name is in the JSON.
    public static string Of(string text)
    {
        var masked = PeopleText.Masked(text, '\uFFFD');
        var harmless = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\'', ..] ? $"'{masked}" : masked;
        return harmless.AsSpan().ContainsAny(Quoted) ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
