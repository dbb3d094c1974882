namespace StockNow.Stages.Analysis.Fresh;

/// <summary>Which readings belong together, see <see cref="Engines.Cells.CellColumns"/>.</summary>
readonly record struct CellKey(long Time, string Store, string Product);

/// <summary>What is counted of them.</summary>
struct Cell
{
    /// <summary>Readings.</summary>
    public long Readings;

    /// <summary>How many of them are alerts.</summary>
    public long Alerts;

    /// <summary>The sum of their quantities.</summary>
    public long Quantity;

    /// <summary>The sum of their thresholds.</summary>
    public long Threshold;
}
