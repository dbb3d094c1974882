namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 3: which hours have most alerts?</summary>
static class TopHours
{
    public static Question<HourAlerts> Question { get; } = new("""
        SELECT grouping(store) AS all_stores, store, hour, CAST(sum(alerts) AS BIGINT) AS hour_alerts, count(DISTINCT day) AS days,
               CAST(sum(readings) AS BIGINT) AS hour_readings
        FROM cells
        GROUP BY GROUPING SETS ((hour), (hour, store))
        HAVING hour_alerts > 0
        QUALIFY row_number() OVER (PARTITION BY all_stores, store ORDER BY hour_alerts DESC, hour) <= 5
        ORDER BY hour_alerts DESC, hour
        """,
        row => new HourAlerts((int)row.Number(0), row.Number(1), row.Number(2), row.Number(3)));
}
