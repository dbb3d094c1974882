using System.Buffers;
using System.Globalization;
using System.Text;
using StockNow.Host.Display;

namespace StockNow.Host.Answers;

/// <summary>
/// Answers and totals as one table of CSV by RFC 4180, one number a line, under one header: <c>question,key,metric,value,time_zone</c>.
/// Other programs read it: questions and metrics are added, never renamed.
/// </summary>
static class CsvAnswers
{
    static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"'\r\n");

    /// <summary>The table, lines ended by CR LF. Parts that are null are left out.</summary>
    public static string Render(Stages.Engines.Answers? answers, string timeZone, RunTotals? totals)
    {
        var csv = new StringBuilder("question,key,metric,value,time_zone\r\n");
        if (answers is not null) AppendAnswers(csv, answers, timeZone);
        if (totals is null) return csv.ToString();
        foreach (var line in totals.Lines) Append(csv, "totals", "in_all", "", (line.Name, line.InAll));
        foreach (var line in totals.Lines) Append(csv, "totals", "this_run", "", (line.Name, line.ThisRun));
        return csv.ToString();
    }

    static void AppendAnswers(StringBuilder csv, Stages.Engines.Answers answers, string timeZone)
    {
        Append(csv, "lake", "", timeZone, ("readings", answers.Readings), ("alerts", answers.Alerts));
        foreach (var (name, day) in new[] { ("weekend", answers.Weekend), ("weekday", answers.Weekday) })
            Append(csv, "alerts_by_day_type", name, timeZone, ("alerts", day.Alerts), ("days", day.Days), ("alerts_per_day", day.PerDay));
        foreach (var product in answers.TopProducts) Append(csv, "top_products_by_alerts", product.ProductId, timeZone, ("alerts", product.Alerts));
        foreach (var hour in answers.TopHours) Append(csv, "top_hours_by_alerts", Text(hour.Hour), timeZone, ("alerts", hour.Alerts));
        foreach (var product in answers.StockByProduct)
        {
            Append(csv, "average_stock_by_product", product.ProductId, timeZone,
                ("average_quantity", product.AverageQuantity), ("average_threshold", product.AverageThreshold), ("readings", product.Readings));
        }
        foreach (var hour in answers.StockByHour)
            Append(csv, "average_stock_by_hour", Text(hour.Hour), timeZone, ("average_quantity", hour.AverageQuantity),
                ("distinct_products", hour.DistinctProducts));
    }

    static void Append(StringBuilder csv, string question, string key, string timeZone, params ReadOnlySpan<(string Metric, object Value)> numbers)
    {
        foreach (var (metric, value) in numbers) csv.AppendJoin(',', question, Quote(Harmless(key)), metric, Text(value), timeZone).Append("\r\n");
    }

    // A spreadsheet takes what begins like this for a formula and runs it. An apostrophe makes it text; one that stands there already is doubled, so that it
    // can be taken off again.
    // What would steer a terminal or end the line is replaced: the exact name is in the JSON.
    static string Harmless(string name)
    {
        var masked = PeopleText.Masked(name, '\uFFFD');
        return name is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\'', ..] ? $"'{masked}" : masked;
    }

    static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    static string Quote(string field) => field.AsSpan().ContainsAny(Quoted) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
