namespace StockNow.Stages.Engines.Questions;

/// <summary>How many readings there are, and how many of them are alerts.</summary>
static class Totals
{
    public static Question<(long Readings, long Alerts)> Question { get; } = new("""
        SELECT count(*) AS readings, count(*) FILTER (WHERE alert) AS alerts
        FROM readings
        """,
        row => (row.Number(0), row.Number(1)));
}
