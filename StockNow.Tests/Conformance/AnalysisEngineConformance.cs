using System.Text.Json;
using StockNow.Host.Answers;
using StockNow.Stages.Engines;
using StockNow.Tests.Answers;
using StockNow.Tests.Engines;
using StockNow.Tests.Support;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Conformance;

/// <summary>What every engine answers alike.</summary>
abstract class AnalysisEngineConformance
{
    ParquetFiles _files = null!;
    IAnalysisEngine _engine = null!;

    protected abstract IAnalysisEngine CreateEngine();

    [SetUp]
    public void Open()
    {
        _files = new ParquetFiles();
        _engine = CreateEngine();
    }

    [TearDown]
    public void Remove() => _files.Dispose();

    [Test]
    public async Task Real_readings_give_the_reference_answers()
    {
        var (readings, reference) = (SharedData.Readings, SharedData.ReferenceAnswers);

        var answers = await AskAsync(_files.WriteByHour(readings));

        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(reference));
        using var actual = JsonDocument.Parse(JsonAnswers.Render(Documents.Of(answers)));
        expected.RootElement.EnumerateObject().Should().HaveCount(7);
        foreach (var member in expected.RootElement.EnumerateObject())
            JsonElement.DeepEquals(actual.RootElement.GetProperty(member.Name), member.Value).Should().BeTrue($"{member.Name} is the reference's");
    }

    [Test]
    public async Task Products_with_as_many_alerts_are_ordered_by_the_bytes_of_their_names()
    {
        var file = _files.Write([.. new[] { "😀", "ski", "Ski", "ｓ", "élan", "pull", "pull" }.Select(product => Row.AlertOf(product))]);

        TopProducts(await AskAsync([file])).Should().Equal(("pull", 2), ("Ski", 1), ("ski", 1), ("élan", 1), ("ｓ", 1));
    }

    [Test]
    public async Task Hours_with_as_many_alerts_are_ordered_by_hour_and_five_are_named()
    {
        var file = _files.Write([.. new[] { 23, 9, 10, 0, 17, 8, 17 }.Select(hour => Row.AlertOf("ski", $"2025-07-02T{hour:D2}:59:59.999Z"))]);

        TopHours(await AskAsync([file])).Should().Equal((17, 2), (0, 1), (8, 1), (9, 1), (10, 1));
    }

    // 2025-07-04 is a Friday, 2025-07-06 a Sunday.
    [TestCase("UTC", 1, 3, TestName = "In_UTC_Friday_half_past_ten_in_the_evening_is_a_weekday")]
    [TestCase("Europe/Paris", 2, 2, TestName = "In_Paris_it_is_Saturday_by_then")]
    [TestCase("America/New_York", 2, 2, TestName = "In_New_York_it_is_still_Sunday_when_Monday_begins_in_UTC")]
    [TestCase("Pacific/Kiritimati", 1, 3, TestName = "In_Kiritimati_Sunday_evening_in_UTC_is_Monday")]
    public async Task Weekend_and_weekdays_follow_the_time_zone(string timeZone, int weekend, int weekday)
    {
        var file = _files.Write(
            Row.AlertOf("ski", "2025-07-04T22:30:00Z"), Row.AlertOf("ski", "2025-07-06T20:00:00Z"),
            Row.AlertOf("ski", "2025-07-07T03:00:00Z"), Row.AlertOf("ski", "2025-07-07T14:00:00Z"));

        var answers = await AskAsync([file], timeZone);

        (answers.Weekend.Alerts, answers.Weekday.Alerts).Should().Be((weekend, weekday));
    }

    [Test]
    public async Task Alerts_a_day_are_shared_among_the_days_that_have_readings()
    {
        var file = _files.Write(
            Row.AlertOf("ski", "2025-07-05T10:00:00Z"), Row.AlertOf("ski", "2025-07-05T11:00:00Z"), new Row("2025-07-06T10:00:00Z", "ski", 9, 5, false),
            Row.AlertOf("ski", "2025-07-07T10:00:00Z"), new Row("2025-07-08T10:00:00Z", "ski", 9, 5, false),
            new Row("2025-07-09T10:00:00Z", "ski", 9, 5, false));

        var answers = await AskAsync([file]);

        answers.Weekend.Should().Be(new DayTypeAlerts(2, 2, 3));
        answers.Weekday.Should().Be(new DayTypeAlerts(1, 3, 3));
        (answers.Weekend.PerDay, answers.Weekday.PerDay).Should().Be((1m, 0.333333m));
    }

    [TestCase("Asia/Kolkata", "2025-07-02T18:29:00Z", 23)]
    [TestCase("Asia/Kolkata", "2025-07-02T18:30:00Z", 0)]
    [TestCase("Europe/Paris", "2025-03-30T00:59:59Z", 1)]
    [TestCase("Europe/Paris", "2025-03-30T01:00:00Z", 3)]
    [TestCase("UTC", "2025-07-02T01:30:00+02:00", 23)]
    public async Task Hours_follow_the_time_zone_and_its_summer_time(string timeZone, string timestamp, int hour)
    {
        var file = _files.Write(Row.AlertOf("ski", timestamp));

        var answers = await AskAsync([file], timeZone);

        answers.TopHours.Should().Equal(new HourAlerts(hour, 1, 1, 1));
        answers.StockByHour.Should().Equal(new HourStock(hour, 1, 5, 1, 1));
    }

    [Test]
    public async Task Stock_is_averaged_per_product_and_per_hour_over_all_files()
    {
        var first = _files.Write(new Row("2025-07-02T10:00:00Z", "crème solaire", 1, 4, true), new Row("2025-07-02T10:10:00Z", "ski", int.MaxValue, 3, false));
        var second = _files.Write(new Row("2025-07-03T10:20:00Z", "crème solaire", 1, 4, true), new Row("2025-07-03T11:00:00Z", "crème solaire", 0, 5, true));

        var answers = await AskAsync([first, second]);

        answers.StockByProduct.Should().Equal(new ProductStock("crème solaire", 0.666667m, 4.333333m, 3), new ProductStock("ski", int.MaxValue, 3, 1));
        answers.StockByHour.Should().Equal(new HourStock(10, 715827883m, 3.666667m, 2, 3), new HourStock(11, 0, 5, 1, 1));
        (answers.Readings, answers.Alerts).Should().Be((4, 3));
    }

    [Test]
    public async Task Without_alerts_nothing_is_at_the_top()
    {
        var answers = await AskAsync([_files.Write(new Row("2025-07-02T10:00:00Z", "ski", 9, 5, false))]);

        answers.TopProducts.Should().BeEmpty();
        answers.TopHours.Should().BeEmpty();
        answers.Weekend.Should().Be(new DayTypeAlerts(0, 0, 0));
        answers.Weekday.Should().Be(new DayTypeAlerts(0, 1, 1));
    }

    [TestCase("it's")]
    [TestCase("皮靴")]
    [TestCase("🎿 ski")]
    [TestCase("a\"b\\c\nd")]
    [TestCase("")]
    public async Task Names_come_back_as_they_are(string product) =>
        (await AskAsync([_files.Write(Row.AlertOf(product))])).StockByProduct.Should().ContainSingle().Which.ProductId.Should().Be(product);

    [Test]
    public async Task Only_the_files_given_are_read()
    {
        _files.Write(Row.AlertOf("ski"));
        var given = _files.Write(Row.AlertOf("pull"));

        TopProducts(await AskAsync([given])).Should().Equal(("pull", 1));
    }

    [Test]
    public async Task Thousands_of_files_are_read()
    {
        var copies = _files.Copy(_files.Write(Row.AlertOf("ski"), Row.AlertOf("pull")), 5_000);

        TopProducts(await AskAsync(copies)).Should().Equal(("pull", 5_000), ("ski", 5_000));
    }

    [Test]
    public async Task A_file_that_is_gone_is_named()
    {
        var gone = _files.PathOf("gone.parquet");

        var asking = () => AskAsync([_files.Write(Row.AlertOf("ski")), gone]);

        (await asking.Should().ThrowAsync<EngineException>()).Which.Message.Should().Contain(gone);
    }

    [Test]
    public async Task It_ends_at_the_signal_to_end()
    {
        var counting = () => _engine.CountAsync([_files.Write(Row.AlertOf("ski"))], _files.PathOf("cells.parquet"), new CancellationToken(canceled: true));

        await counting.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task It_gives_a_sign_of_life()
    {
        var ping = () => _engine.PingAsync(CancellationToken.None);

        await ping.Should().NotThrowAsync();
    }

    // Before 1980 some zones differed from UTC by odd times: 44 minutes and 30 seconds in Monrovia in 1971, for instance.
    [TestCase("Africa/Monrovia", "1971-06-01T10:44:29Z", 9)]
    [TestCase("Africa/Monrovia", "1971-06-01T10:44:30Z", 10)]
    [TestCase("Asia/Kathmandu", "2025-07-02T10:14:59Z", 15)]
    [TestCase("Asia/Kathmandu", "2025-07-02T10:15:00Z", 16)]
    public async Task A_quarter_of_an_hour_is_fine_enough_for_every_time_zone(string timeZone, string timestamp, int hour)
    {
        var file = _files.Write(Row.AlertOf("ski", timestamp), Row.AlertOf("ski", timestamp));

        TopHours(await AskAsync([file], timeZone)).Should().Equal((hour, 2));
    }

    [Test]
    public async Task Each_store_has_answers_of_its_own()
    {
        var file = _files.Write(
            Row.AlertOf("ski") with { Store = "paris-12" }, Row.AlertOf("pull") with { Store = "paris-12" },
            new Row("2025-07-05T11:00:00Z", "ski", 9, 5, false) { Store = "lyon-1" }, Row.AlertOf("ski", "2025-07-05T11:00:00Z") with { Store = "lyon-1" });

        var answers = await AskAsync([file]);

        answers.Stores.Select(store => (store.Store, store.Answers.Readings, store.Answers.Alerts, store.Answers.OpenDays))
            .Should().Equal(("lyon-1", 2, 1, 1), ("paris-12", 2, 2, 1));
        TopProducts(answers).Should().Equal(("ski", 2), ("pull", 1));
        TopProducts(answers.Stores[1].Answers).Should().Equal(("pull", 1), ("ski", 1));
        answers.Stores[0].Answers.Weekend.Should().Be(new DayTypeAlerts(1, 1, 2));
        answers.Stores[0].Answers.StockByProduct.Should().Equal(new ProductStock("ski", 5, 5, 2));
        answers.Stores[1].Answers.StockByHour.Should().Equal(new HourStock(10, 1, 5, 2, 2));
        answers.OpenDays.Should().Be(2);
    }

    [Test]
    public async Task Counts_stand_next_to_their_open_days_and_readings()
    {
        var file = _files.Write(
            Row.AlertOf("ski", "2025-07-02T10:00:00Z"), Row.AlertOf("ski", "2025-07-03T10:00:00Z"), new Row("2025-07-03T10:05:00Z", "ski", 9, 5, false),
            new Row("2025-07-04T10:05:00Z", "ski", 9, 5, false));

        var answers = await AskAsync([file]);

        answers.TopProducts.Should().Equal(new ProductAlerts("ski", 2, 3, 4));
        answers.TopHours.Should().Equal(new HourAlerts(10, 2, 3, 4));
        (answers.TopHours[0].PerDay, answers.TopHours[0].PerReading).Should().Be((0.666667m, 0.5m));
    }

    static IEnumerable<(string, long)> TopProducts(Stages.Engines.Answers answers) => answers.TopProducts.Select(one => (one.ProductId, one.Alerts));

    static IEnumerable<(int, long)> TopHours(Stages.Engines.Answers answers) => answers.TopHours.Select(one => (one.Hour, one.Alerts));

    Task<Stages.Engines.Answers> AskAsync(IReadOnlyList<string> files, string timeZone = "UTC") =>
        _files.AnswersOfAsync(_engine, files, new Selection(timeZone));
}
