namespace StockNow.Stages.AlertHandler;

/// <summary>A season, by the months of the northern hemisphere: December begins winter, March spring, June summer, September autumn.</summary>
enum Season
{
    Winter,
    Spring,
    Summer,
    Autumn,
}

static class Seasons
{
    static readonly string[] Names = ["winter", "spring", "summer", "autumn"];

    /// <summary>The season of a moment, in UTC.</summary>
    /// <param name="timestampMs">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="south">Whether it is the southern hemisphere's.</param>
    public static Season At(long timestampMs, bool south) =>
        (Season)((DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).Month % 12 / 3 + (south ? 2 : 0)) % 4);

    public static string Name(this Season season) => Names[(int)season];
}
