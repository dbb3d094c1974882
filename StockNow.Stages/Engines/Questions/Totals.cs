namespace StockNow.Stages.Engines.Questions;

/// <summary>How many readings there are, how many of them are alerts, and on how many days.</summary>
static class Totals
{
    public static Question<(long Readings, long Alerts, long Days)> Question { get; } = new("""
        SELECT grouping(store) AS all_stores, store, CAST(sum(readings) AS BIGINT) AS readings, CAST(sum(alerts) AS BIGINT) AS alerts,
               count(DISTINCT day) AS days
        FROM cells
        GROUP BY GROUPING SETS ((), (store))
        HAVING sum(readings) > 0
        """,
        row => (row.Number(0), row.Number(1), row.Number(2)));
}
