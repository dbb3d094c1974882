using System.Globalization;

namespace StockNow.Host.Answers;

/// <summary>Numbers, hours and names as people read them.</summary>
static class People
{
    /// <summary><c>84,533</c>.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun, such as <c>1 day</c> or <c>40 days</c>.</summary>
    public static string Count(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary><c>351.4</c>.</summary>
    public static string Average(decimal number) => number.ToString("N1", CultureInfo.InvariantCulture);

    /// <summary><c>15:00-16:00</c>.</summary>
    public static string Hour(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour:D2}:00-{hour + 1:D2}:00");

    /// <summary>A name that cannot steer the terminal, as names come from outside.</summary>
    public static string Name(string name) =>
        name.Length == 0 ? "(no name)" : string.Concat(name.Select(character => char.IsControl(character) ? '\uFFFD' : character));
}
