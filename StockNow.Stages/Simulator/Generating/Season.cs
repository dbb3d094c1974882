namespace StockNow.Stages.Simulator.Generating;

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

/// <summary>When the seasons are.</summary>
static class Seasons
{
    /// <summary>The season of a month at a latitude; south of the equator half a year later.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="latitude">Degrees.</param>
    public static Season Of(int month, double latitude) => (Season)((month / 3 + (latitude < 0 ? 2 : 0)) % 4);
}
