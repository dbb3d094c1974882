using System.Text.Json;
using StockNow.Contracts.Events;
using StockNow.Host.Display;
using StockNow.Host.Reports;

namespace StockNow.Tests.Reports;

/// <summary>Reports as table, CSV and JSON, in the words of a store.</summary>
public sealed class ReportFormsTests
{
    static readonly MissingProductReport Low =
        new("parapluie", 8, true, "r-1", "shelf-3", "paris-12", 1, 3, "autumn", new(2026, 11, 27, 15, 2, 0, TimeSpan.Zero));

    [Test]
    public void Table_says_how_many_are_left_and_how_many_to_bring() => Written(new ReportTable(ZoneTime.Utc, [Low]), Low, Low with { Quantity = 0 }).Should().Be("""
        time                  store and shelf   product     left  threshold  bring
        2026-11-27 15:02 UTC  paris-12 shelf-3  parapluie      1          3      8  in season
        2026-11-27 15:02 UTC  paris-12 shelf-3  parapluie  EMPTY          3      8  in season

        """.ReplaceLineEndings());

    [Test]
    public void Times_are_those_of_the_zone_and_say_so()
    {
        var paris = ZoneTime.Of("Europe/Paris");
        paris.DateAndTime(Low.DetectedAt).Should().Be("2026-11-27 16:02 +01:00");
        paris.Time(Low.DetectedAt.AddMonths(-5)).Should().Be("17:02 +02:00");
        ZoneTime.Of("UTC").Time(Low.DetectedAt).Should().Be("15:02 UTC");
        ZoneTime.Of("Europe/London").Time(Low.DetectedAt).Should().Be("15:02 +00:00");
    }

    [Test]
    public void Csv_has_nothing_that_a_spreadsheet_would_run() =>
        Written(new ReportCsv(), Low with { ProductId = "=HYPERLINK(\"http://x\")", Store = "a,b", SensorId = "\u001b[2J" }).Should().Be(
            "detected_at,store,sensor_id,product_id,quantity,threshold,missing_quantity,high_priority,season,report_id\r\n"
            + "2026-11-27T15:02:00Z,\"a,b\",\uFFFD[2J,\"'=HYPERLINK(\"\"http://x\"\")\",1,3,8,true,autumn,r-1\r\n");

    [Test]
    public void Json_reads_back_and_cannot_steer_a_terminal()
    {
        var hostile = Low with { ProductId = "\u001b[2J\u202Ecrème 🎿", Store = "\u009b" };
        var line = Written(new ReportJson(), hostile);
        line.Should().NotContainAny("\u001b", "\u202E", "\u009b").And.Contain("\"detected_at\":\"2026-11-27T15:02:00Z\"").And.Contain("crème");
        ReportReader.Read(System.Text.Encoding.UTF8.GetBytes(line)).Should().Be(hostile);
        JsonDocument.Parse(line).RootElement.EnumerateObject().First().Name.Should().Be("product_id");
    }

    [Test]
    public void Name_in_a_table_cannot_steer_a_terminal() =>
        Written(new ReportTable(ZoneTime.Utc, []), Low with { ProductId = "\u001b[2J" }).Should().NotContain("\u001b");

    [Test]
    public void Sentence_says_what_a_store_needs()
    {
        ShelfWords.Sentence(Low).Should().Be("parapluie, 1 left, threshold 3; bring 8, in season (autumn)");
        ShelfWords.Sentence(Low with { Quantity = 0, HighPriority = false, MissingQuantity = 9 }).Should().Be("parapluie, EMPTY, threshold 3; bring 9");
    }

    [TestCase("paris-12", "shelf-3", "paris-12 shelf-3")]
    [TestCase("paris-12", "paris-12/shelf-3", "paris-12/shelf-3")]
    public void Place_names_the_store_once(string store, string sensor, string place) => ShelfWords.Place(store, sensor).Should().Be(place);

    static string Written(IReportOutput form, params MissingProductReport[] reports)
    {
        using var to = new StringWriter();
        form.Begin(to);
        foreach (var report in reports) form.Write(report, to);
        return to.ToString();
    }
}
