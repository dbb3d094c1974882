using System.Globalization;
using StockNow.Stages.Engines;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Analysis.Cube;

/// <summary>The answers, computed reading by reading: no cells, no SQL, and the time zones of .NET.</summary>
static class ReferenceAnswers
{
    public static Stages.Engines.Answers Of(IEnumerable<Row> rows, Selection selection)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(selection.TimeZone);
        var selected = rows
            .Select(row => (Row: row, Local: TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(row.Timestamp, CultureInfo.InvariantCulture), zone)))
            .Where(one => (selection.Store ?? one.Row.Store) == one.Row.Store && (selection.Product ?? one.Row.Product) == one.Row.Product)
            .Where(one => !(DayOf(one.Local) < selection.From) && !(DayOf(one.Local) > selection.To)).ToList();
        return Of(selected, [.. selected.GroupBy(one => one.Row.Store).OrderBy(store => store.Key, StringComparer.Ordinal)
            .Select(store => new StoreAnswers(store.Key, Of([.. store], [])))]);
    }

    static Stages.Engines.Answers Of(List<(Row Row, DateTimeOffset Local)> rows, IReadOnlyList<StoreAnswers> stores)
    {
        DayTypeAlerts OfDays(bool weekend)
        {
            var some = rows.Where(one => one.Local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday == weekend).ToList();
            return new DayTypeAlerts(some.Count(one => one.Row.Alert), Days(some), some.Count);
        }

        return new Stages.Engines.Answers(
            rows.Count, rows.Count(one => one.Row.Alert), Days(rows), OfDays(weekend: true), OfDays(weekend: false),
            [.. rows.GroupBy(one => one.Row.Product).Select(one => new ProductAlerts(one.Key, one.Count(row => row.Row.Alert), Days(one), one.Count()))
                .Where(one => one.Alerts > 0).OrderByDescending(one => one.Alerts).ThenBy(one => one.ProductId, StringComparer.Ordinal).Take(5)],
            [.. rows.GroupBy(one => one.Local.Hour).Select(one => new HourAlerts(one.Key, one.Count(row => row.Row.Alert), Days(one), one.Count()))
                .Where(one => one.Alerts > 0).OrderByDescending(one => one.Alerts).ThenBy(one => one.Hour).Take(5)],
            [.. rows.GroupBy(one => one.Row.Product).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new ProductStock(
                one.Key, Average.Of(one.Sum(row => (long)row.Row.Quantity), one.Count()), Average.Of(one.Sum(row => (long)row.Row.Threshold), one.Count()),
                one.Count()))],
            [.. rows.GroupBy(one => one.Local.Hour).OrderBy(one => one.Key).Select(one => new HourStock(
                one.Key, Average.Of(one.Sum(row => (long)row.Row.Quantity), one.Count()), Average.Of(one.Sum(row => (long)row.Row.Threshold), one.Count()),
                one.DistinctBy(row => row.Row.Product).Count(), one.Count()))],
            stores);
    }

    static long Days(IEnumerable<(Row Row, DateTimeOffset Local)> rows) => rows.DistinctBy(one => DayOf(one.Local)).Count();

    static DateOnly DayOf(DateTimeOffset local) => DateOnly.FromDateTime(local.Date);
}
