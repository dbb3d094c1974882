using CsCheck;
using StockNow.Stages.Engines;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Analysis.Cube;

/// <summary>
/// For every lake, time zone and filter: answers that grew file by file, answers counted afresh, and answers computed reading by reading agree.
/// </summary>
sealed class AnyLakeTests
{
    static readonly string[] Products = ["ski", "pull", "皮靴", "😀", "it's"], Stores = ["paris-12", "lyon-1", ""];
    static readonly string[] Zones = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham",
        "America/St_Johns", "Pacific/Kiritimati", "Africa/Casablanca"];

    // Days around changes of summer time in both hemispheres; late readings come in a later file than newer ones.
    static readonly Gen<DateTimeOffset> Times = Gen.Select(
        OneOf("2025-03-29", "2025-03-30", "2025-04-05", "2025-10-04", "2025-10-26", "2025-11-02", "2026-01-01"), Gen.Long[0, 24 * 60 * 60 * 1000 - 1],
        (day, ms) => DateTimeOffset.Parse($"{day}T00:00:00Z").AddMilliseconds(ms));

    static readonly Gen<Row> Rows = Gen.Select(Times, OneOf(Products), Gen.Int[0, 50], Gen.Int[0, 9], Gen.Bool, OneOf(Stores),
        (time, product, quantity, threshold, alert, store) =>
            new Row(time.ToString("yyyy-MM-ddTHH:mm:ss.fff") + "Z", product, quantity, threshold, alert) { Store = store });

    static readonly Gen<Selection> Selections = Gen.Select(OneOf(Zones), Day(), Day(), Maybe(Stores), Maybe(Products),
        (zone, from, to, store, product) => new Selection(zone, from, to, store, product));

    [Test]
    public void They_agree() => Gen.Select(Rows.Array[1, 40].Array[1, 4], Selections.Array[1, 3]).Sample((files, selections) =>
    {
        using var bench = new CubeBench();
        foreach (var file in files)
        {
            bench.Publish(file);
            Check(bench, selections[0], afresh: false);
        }
        foreach (var selection in selections) Check(bench, selection, afresh: false);
        Check(bench, selections[0], afresh: true);

        void Check(CubeBench lake, Selection selection, bool afresh)
        {
            var expected = ReferenceAnswers.Of(files.Take(lake.Files.Count).SelectMany(rows => rows), selection);
            lake.AskAsync(selection, afresh).GetAwaiter().GetResult().Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
        }
    }, iter: 20, threads: 1);

    // The offset of every zone that this machine knows is a whole number of quarters of an hour at every change since 1980.
    [Test]
    public void A_quarter_of_an_hour_is_fine_enough_for_all_time_zones()
    {
        var since = DateTimeOffset.FromUnixTimeMilliseconds(Stages.Engines.Cells.CellColumns.QuartersSinceMs);
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
            for (var day = since; day.Year < 2040; day = day.AddDays(10))
                (zone.GetUtcOffset(day).Ticks % TimeSpan.FromMinutes(15).Ticks).Should().Be(0, $"{zone.Id} has {zone.GetUtcOffset(day)} on {day}");
    }

    static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    static Gen<DateOnly?> Day() => Gen.Frequency((2, Gen.Const((DateOnly?)null)), (1, Times.Select(time => (DateOnly?)DateOnly.FromDateTime(time.Date))));

    static Gen<string?> Maybe(string[] names) => Gen.Frequency((2, Gen.Const((string?)null)), (1, OneOf(names).Select(name => (string?)name)));
}
