namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 1: are there more alerts at the weekend or on weekdays?</summary>
static class WeekendOrWeekday
{
    public static Question<(bool IsWeekend, DayTypeAlerts Alerts)> Question { get; } = new("""
        SELECT grouping(store) AS all_stores, store, CAST(isodow(day) >= 6 AS BIGINT) AS is_weekend,
               CAST(sum(alerts) AS BIGINT) AS alerts, count(DISTINCT day) AS days, CAST(sum(readings) AS BIGINT) AS readings
        FROM cells
        GROUP BY GROUPING SETS ((is_weekend), (is_weekend, store))
        """,
        row => (row.Number(0) == 1, new DayTypeAlerts(row.Number(1), row.Number(2), row.Number(3))));

    /// <summary>The alerts of one kind of day; none where no such day has readings.</summary>
    public static DayTypeAlerts Of(IReadOnlyList<(bool IsWeekend, DayTypeAlerts Alerts)> rows, bool weekend) =>
        rows.FirstOrDefault(row => row.IsWeekend == weekend).Alerts ?? new DayTypeAlerts(0, 0, 0);
}
