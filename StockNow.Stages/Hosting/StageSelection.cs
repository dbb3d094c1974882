namespace StockNow.Stages.Hosting;

/// <summary>Reads the value of <c>--stages</c>.</summary>
public static class StageSelection
{
    /// <summary>Every stage.</summary>
    public const string All = "all";

    /// <summary>The named stages in the order in which data flows, and the names that are none.</summary>
    /// <param name="text"><c>all</c>, or names joined by commas.</param>
    /// <param name="known">The names of all stages, in the order in which data flows.</param>
    public static (IReadOnlyList<string> Stages, IReadOnlyList<string> Unknown) Parse(string text, IReadOnlyList<string> known)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = names.Where(name => !Is(name, All) && !known.Any(stage => Is(name, stage))).ToList();
        if (names.Length == 0) unknown.Add("");
        return ([.. known.Where(stage => names.Any(name => Is(name, All) || Is(name, stage)))], unknown);
    }

    static bool Is(string name, string known) => string.Equals(name, known, StringComparison.OrdinalIgnoreCase);
}
