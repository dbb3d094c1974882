namespace StockNow.Host.Configuration;

/// <summary>Guesses which known name was meant. Case does not count; a wrong, missing, surplus or swapped letter counts one.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest edits, the first of equals; null when all are further off than a slip of the fingers.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var candidate in known)
        {
            var edits = Edits(name, candidate);
            if (edits >= fewest || edits > Slips(name, candidate)) continue;
            (nearest, fewest) = (candidate, edits);
        }
        return nearest;
    }

    /// <summary><c>; did you mean 'x'?</c> where a name is near enough, otherwise <c>.</c>; then all known names.</summary>
    public static string Advice(string name, IReadOnlyCollection<string> known)
    {
        var guess = Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        return $"{guess} Known: {string.Join(", ", known)}.";
    }

    /// <summary>Edits from one name to the other, where swapping two neighbours is one edit and nothing is edited twice.</summary>
    public static int Edits(string from, string to)
    {
        int[] beforeLast = new int[to.Length + 1], last = [.. Enumerable.Range(0, to.Length + 1)], row = new int[to.Length + 1];
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = Same(from[i - 1], to[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1])) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[to.Length];
    }

    static int Slips(string name, string candidate) => Math.Max(1, Math.Max(name.Length, candidate.Length) / 3);

    static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
