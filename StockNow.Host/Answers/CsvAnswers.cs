using System.Globalization;
using System.Text;
using StockNow.Host.Display;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>
/// Answers and totals as one table of CSV by RFC 4180, one number a line, under one header: <c>question,key,metric,value,time_zone,store</c>. Lines without a
/// store are over all stores.
/// Other programs read it: questions and metrics are added, never renamed.
/// </summary>
static class CsvAnswers
{
    /// <summary>The table, lines ended by CR LF.</summary>
    public static string Render(AnswersDocument document)
    {
        var csv = new StringBuilder("question,key,metric,value,time_zone,store\r\n");
        if (document.Answers is { } at)
        {
            Append(csv, "", document.Selection.TimeZone, at.Answers);
            foreach (var store in at.Answers.Stores) Append(csv, store.Store, document.Selection.TimeZone, store.Answers);
        }
        if (document.Totals is not { } totals) return csv.ToString();
        foreach (var line in totals.Lines) Append(csv, "totals", "in_all", "", "", (line.Name, line.InAll));
        foreach (var line in totals.Lines) Append(csv, "totals", "this_run", "", "", (line.Name, line.ThisRun));
        return csv.ToString();
    }

    static void Append(StringBuilder csv, string store, string timeZone, Stages.Engines.Answers answers)
    {
        Line("lake", "", ("readings", answers.Readings), ("alerts", answers.Alerts), ("open_days", answers.OpenDays));
        foreach (var (name, day) in new[] { ("weekend", answers.Weekend), ("weekday", answers.Weekday) })
            Line("alerts_by_day_type", name, ("alerts", day.Alerts), ("days", day.Days), ("alerts_per_day", day.PerDay), ("readings", day.Readings),
                ("alerts_per_reading", day.PerReading));
        foreach (var product in answers.TopProducts) Alerts("top_products_by_alerts", product.ProductId, product);
        foreach (var hour in answers.TopHours) Alerts("top_hours_by_alerts", Text(hour.Hour), hour);
        foreach (var product in answers.StockByProduct)
            Line("average_stock_by_product", product.ProductId, ("average_quantity", product.AverageQuantity), ("average_threshold", product.AverageThreshold),
                ("readings", product.Readings));
        foreach (var hour in answers.StockByHour)
            Line("average_stock_by_hour", Text(hour.Hour), ("average_quantity", hour.AverageQuantity), ("distinct_products", hour.DistinctProducts),
                ("average_threshold", hour.AverageThreshold), ("readings", hour.Readings));

        void Alerts(string question, string key, FairAlerts alerts) => Line(question, key, ("alerts", alerts.Alerts), ("days", alerts.Days),
            ("alerts_per_day", alerts.PerDay), ("readings", alerts.Readings), ("alerts_per_reading", alerts.PerReading));

        void Line(string question, string key, params ReadOnlySpan<(string Metric, object Value)> numbers) =>
            Append(csv, question, key, timeZone, store, numbers);
    }

    static void Append(
        StringBuilder csv, string question, string key, string timeZone, string store, params ReadOnlySpan<(string Metric, object Value)> numbers)
    {
        foreach (var (metric, value) in numbers)
            csv.AppendJoin(',', question, CsvText.Field(key), metric, Text(value), timeZone, CsvText.Field(store)).Append("\r\n");
    }

    static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
