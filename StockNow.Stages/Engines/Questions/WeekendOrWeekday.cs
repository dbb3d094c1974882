namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 1: are there more alerts at the weekend or on weekdays?</summary>
static class WeekendOrWeekday
{
    // The day's number differs between engines, and Spark's day names are short ones: the first three letters agree.
    public static Question<(string DayType, DayTypeAlerts Alerts)> Question { get; } = new("""
        SELECT CASE WHEN left(dayname(timestamp), 3) IN ('Sat', 'Sun') THEN 'weekend' ELSE 'weekday' END AS day_type,
               count(*) FILTER (WHERE alert) AS alerts, count(DISTINCT CAST(timestamp AS DATE)) AS days
        FROM readings
        GROUP BY 1
        """,
        row => (row.Text(0), new DayTypeAlerts(row.Number(1), row.Number(2))));

    /// <summary>The alerts of one kind of day; none where no such day has readings.</summary>
    public static DayTypeAlerts Of(IReadOnlyList<(string DayType, DayTypeAlerts Alerts)> rows, bool weekend) =>
        rows.FirstOrDefault(row => row.DayType == "weekend" == weekend).Alerts ?? new DayTypeAlerts(0, 0);
}
