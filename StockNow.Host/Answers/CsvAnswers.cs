using System.Buffers;
using System.Globalization;
using System.Text;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>Answers and totals as CSV by RFC 4180: a block per question, led by a line with its name and a line of column names, and an empty line between blocks.</summary>
static class CsvAnswers
{
    static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>The blocks, lines ended by CR LF. Parts that are null are left out.</summary>
    public static string Render(Stages.Engines.Answers? answers, string timeZone, Totals? totals)
    {
        var csv = new StringBuilder();
        if (answers is not null) AppendAnswers(csv, answers, timeZone);
        if (totals is not null) AppendBlock(csv, "totals", ["name", "in_all", "this_run"], [.. totals.InAll.Members.Zip(totals.ThisRun.Members)], total => [total.First.Name, total.First.Count, total.Second.Count]);
        return csv.ToString();
    }

    static void AppendAnswers(StringBuilder csv, Stages.Engines.Answers answers, string timeZone)
    {
        AppendBlock(csv, "lake", ["readings", "alerts", "time_zone"], [answers], all => [all.Readings, all.Alerts, timeZone]);
        AppendBlock(csv, "alerts_by_day_type", ["day_type", "alerts", "days", "alerts_per_day"], DayTypes(answers), day => [day.Name, day.Of.Alerts, day.Of.Days, day.Of.PerDay]);
        AppendBlock(csv, "top_products_by_alerts", ["product_id", "alerts"], answers.TopProducts, product => [product.ProductId, product.Alerts]);
        AppendBlock(csv, "top_hours_by_alerts", ["hour", "alerts"], answers.TopHours, hour => [hour.Hour, hour.Alerts]);
        AppendBlock(
            csv, "average_stock_by_product", ["product_id", "average_quantity", "average_threshold", "readings"], answers.StockByProduct,
            product => [product.ProductId, product.AverageQuantity, product.AverageThreshold, product.Readings]);
        AppendBlock(
            csv, "average_stock_by_hour", ["hour", "average_quantity", "distinct_products"], answers.StockByHour,
            hour => [hour.Hour, hour.AverageQuantity, hour.DistinctProducts]);
    }

    static IReadOnlyList<(string Name, DayTypeAlerts Of)> DayTypes(Stages.Engines.Answers answers) => [("weekend", answers.Weekend), ("weekday", answers.Weekday)];

    static void AppendBlock<T>(StringBuilder csv, string name, string[] columns, IReadOnlyList<T> rows, Func<T, object[]> fields)
    {
        if (csv.Length > 0) csv.Append("\r\n");
        AppendLine(csv, [name]);
        AppendLine(csv, columns);
        foreach (var row in rows) AppendLine(csv, fields(row));
    }

    static void AppendLine(StringBuilder csv, object[] fields) =>
        csv.AppendJoin(',', fields.Select(field => Quote(Convert.ToString(field, CultureInfo.InvariantCulture)!))).Append("\r\n");

    static string Quote(string field) => field.AsSpan().ContainsAny(Quoted) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
