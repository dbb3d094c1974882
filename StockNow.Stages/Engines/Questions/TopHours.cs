namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 3: which hours have most alerts?</summary>
static class TopHours
{
    public static Question<HourAlerts> Question { get; } = new("""
        SELECT CAST(extract(HOUR FROM timestamp) AS BIGINT) AS hour_of_day, count(*) AS alerts
        FROM readings
        WHERE alert
        GROUP BY 1
        ORDER BY alerts DESC, hour_of_day
        LIMIT 5
        """,
        row => new HourAlerts((int)row.Number(0), row.Number(1)));
}
