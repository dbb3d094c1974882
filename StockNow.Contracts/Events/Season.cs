namespace StockNow.Contracts.Events;

/// <summary>The seasons of a year.</summary>
public enum Season
{
    /// <summary>December to February in the north.</summary>
    Winter,

    /// <summary>March to May in the north.</summary>
    Spring,

    /// <summary>June to August in the north.</summary>
    Summer,

    /// <summary>September to November in the north.</summary>
    Autumn,
}

/// <summary>When the seasons are, and their names on the wire.</summary>
public static class Seasons
{
    static readonly string[] Names = ["winter", "spring", "summer", "autumn"];

    /// <summary>The season of a month; in the south half a year later.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="south">Whether it is the southern hemisphere's.</param>
    public static Season Of(int month, bool south) => (Season)((month / 3 + (south ? 2 : 0)) % 4);

    /// <summary>The season of a moment, in UTC.</summary>
    /// <param name="timestampMs">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="south">Whether it is the southern hemisphere's.</param>
    public static Season At(long timestampMs, bool south) => Of(DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).Month, south);

    /// <summary>Lower case.</summary>
    public static string Name(this Season season) => Names[(int)season];
}
