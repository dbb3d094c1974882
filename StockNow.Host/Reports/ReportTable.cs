using System.Globalization;
using StockNow.Contracts.Events;
using StockNow.Host.Display;

namespace StockNow.Host.Reports;

/// <summary>Reports as lines of a table.</summary>
/// <param name="time">Writes the times.</param>
/// <param name="first">The reports that are known at the beginning: their names decide how wide the columns are.</param>
internal sealed class ReportTable(ZoneTime time, IReadOnlyList<MissingProductReport> first) : IReportOutput
{
    const int Widest = 32;

    readonly int _place = Width("store and shelf", first.Select(Place)), _product = Width("product", first.Select(Product));
    readonly int _time = Width("time", first.Take(1).Select(report => time.DateAndTime(report.DetectedAt)));

    public void Begin(TextWriter to) => to.WriteLine(Line("time", "store and shelf", "product", "left", "threshold", "bring", ""));

    public void Write(MissingProductReport report, TextWriter to) => to.WriteLine(Line(time.DateAndTime(report.DetectedAt), Place(report), Product(report),
        report.Quantity == 0 ? "EMPTY" : PeopleText.Count(report.Quantity), PeopleText.Count(report.Threshold), PeopleText.Count(report.MissingQuantity),
        report.HighPriority ? "in season" : ""));

    string Line(string at, string place, string product, string left, string threshold, string bring, string season) => string.Create(
        CultureInfo.InvariantCulture,
        $"{at.PadRight(_time)}  {place.PadRight(_place)}  {product.PadRight(_product)}  {left,5}  {threshold,9}  {bring,5}  {season}").TrimEnd();

    static string Place(MissingProductReport report) => ShelfWords.Place(report.Store, report.SensorId);

    static string Product(MissingProductReport report) => PeopleText.Name(report.ProductId);

    static int Width(string title, IEnumerable<string> texts) => Math.Min(Widest, texts.Select(text => text.Length).Append(title.Length).Max());
}
