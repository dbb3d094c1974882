using System.Globalization;
using StockNow.Stages.Base;

namespace StockNow.Host.Display;

/// <summary>Numbers, times, names and texts as people read them.</summary>
internal static class PeopleText
{
    static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A count: <c>84,533</c>.</summary>
    public static string Count(long count) => count.ToString("N0", Invariant);

    /// <summary>A count and its noun, such as <c>1 day</c> or <c>40 days</c>.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A count for little room: <c>84,533</c>, and from ten million on <c>12.3 M</c>.</summary>
    public static string ShortCount(long count) => count switch
    {
        >= 10_000_000_000 => string.Create(Invariant, $"{count / 1e9:N1} G"),
        >= 10_000_000 => string.Create(Invariant, $"{count / 1e6:N1} M"),
        _ => Count(count),
    };

    /// <summary>A rate per second: <c>0</c>, <c>2.5</c>, <c>12,345</c>, and from a million on <c>1.2 M</c>.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        < 0.05 => "0",
        < 9.95 => perSecond.ToString("0.#", Invariant),
        >= 999_999.5 => string.Create(Invariant, $"{perSecond / 1e6:N1} M"),
        _ => ShortCount((long)Math.Round(perSecond)),
    };

    /// <summary>An average: <c>351.4</c>.</summary>
    public static string Average(decimal number) => number.ToString("N1", Invariant);

    /// <summary>An hour of the day: <c>15:00-16:00</c>.</summary>
    public static string Hour(int hour) => string.Create(Invariant, $"{hour:D2}:00-{hour + 1:D2}:00");

    /// <summary>A duration in its two largest units: <c>45 s</c>, <c>3 min 05 s</c>, <c>2 h 03 min</c>, <c>1 d 04 h</c>.</summary>
    public static string Duration(TimeSpan time) => DurationText.Of(time);

    /// <summary>A part of a whole as a bar.</summary>
    /// <param name="fraction">From 0 to 1; beyond is cut off.</param>
    /// <param name="width">Characters.</param>
    public static string Bar(double fraction, int width)
    {
        var full = (int)Math.Floor(Part(fraction) * width);
        return new string('█', full) + new string('░', width - full);
    }

    /// <summary>A part of a whole in per cent; <c>100 %</c> only when it is the whole.</summary>
    public static string Percent(double fraction) => string.Create(Invariant, $"{Math.Floor(Part(fraction) * 100):0} %");

    /// <summary>A text on one line, without characters that would steer the terminal, and cut where it is too long for one.</summary>
    /// <param name="text">The text; it may come from outside.</param>
    /// <param name="longest">Characters that are shown of a longer one.</param>
    public static string OneLine(string text, int longest = 2_000)
    {
        var lines = Cut(text, longest).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Masked(string.Join(" | ", lines), '?');
    }

    /// <summary>A message of several lines, none of which can steer the terminal.</summary>
    public static string Lines(string text) =>
        string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(line => Masked(Cut(line, 2_000), '?')));

    /// <summary>A name that cannot steer the terminal, as names come from outside.</summary>
    public static string Name(string name) => name.Length == 0 ? "(no name)" : Masked(Cut(name, 200), '\uFFFD');

    /// <summary>
    /// A text with something in place of each character that would move the cursor, colour the terminal, end the line or turn the direction of writing.
    /// </summary>
    public static string Masked(string text, char mask) => text.Any(Steers) ? string.Concat(text.Select(letter => Steers(letter) ? mask : letter)) : text;

    /// <summary>Whether a character would move the cursor, colour the terminal, end the line or turn the direction of writing.</summary>
    public static bool Steers(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || letter is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    static string Cut(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return $"{text[..end]}... ({Count(text.Length - end)} more characters)";
    }

    static double Part(double fraction) => double.IsNaN(fraction) ? 0 : Math.Clamp(fraction, 0, 1);
}
