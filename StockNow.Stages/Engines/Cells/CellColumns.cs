namespace StockNow.Stages.Engines.Cells;

/// <summary>
/// The columns of a cell: the readings of one product in one store within one quarter of an hour. The offset of every time zone from UTC is a whole number of
/// quarters since <see cref="QuartersSinceMs"/>, so cells answer the questions in any time zone.
/// </summary>
static class CellColumns
{
    /// <summary>
    /// BIGINT: the first millisecond of the quarter since 1970-01-01 UTC; before <see cref="QuartersSinceMs"/> the time of the reading itself.
    /// </summary>
    public const string Time = "time_ms";

    /// <summary>Text: the store.</summary>
    public const string Store = "store";

    /// <summary>Text: the product.</summary>
    public const string Product = "product_id";

    /// <summary>BIGINT: how many readings.</summary>
    public const string Readings = "readings";

    /// <summary>BIGINT: how many of them are alerts.</summary>
    public const string Alerts = "alerts";

    /// <summary>BIGINT: the sum of their quantities.</summary>
    public const string Quantity = "quantity";

    /// <summary>BIGINT: the sum of their thresholds.</summary>
    public const string Threshold = "threshold";

    /// <summary>A quarter of an hour in milliseconds.</summary>
    public const long QuarterMs = 15 * 60 * 1000;

    /// <summary>1980-01-01 UTC. Before it some time zones were ahead of UTC by other times than whole quarters of an hour.</summary>
    public const long QuartersSinceMs = 315_532_800_000;

    /// <summary>The time of the cell to which a reading belongs.</summary>
    /// <param name="timestampMs">Milliseconds since 1970-01-01 UTC.</param>
    public static long TimeOf(long timestampMs) => timestampMs < QuartersSinceMs ? timestampMs : timestampMs - timestampMs % QuarterMs;

    /// <summary>The query that counts the readings of a view <c>readings</c> in cells. DuckDB and Spark understand it in the same way.</summary>
    /// <param name="milliseconds">The engine's expression for milliseconds since 1970-01-01 UTC of the column <c>timestamp</c>.</param>
    public static string Query(string milliseconds) => $"""
        SELECT CASE WHEN ms < {QuartersSinceMs} THEN ms ELSE ms - ms % {QuarterMs} END AS {Time}, {Store}, {Product},
               count(*) AS {Readings}, count(*) FILTER (WHERE alert) AS {Alerts},
               CAST(sum(quantity) AS BIGINT) AS {Quantity}, CAST(sum(threshold) AS BIGINT) AS {Threshold}
        FROM (SELECT {milliseconds} AS ms, store, product_id, quantity, threshold, alert FROM readings) AS timed
        GROUP BY 1, 2, 3
        """;
}
