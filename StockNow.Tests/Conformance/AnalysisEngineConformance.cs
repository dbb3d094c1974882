using System.Text.Json;
using StockNow.Host.Answers;
using StockNow.Stages.Engines;
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
        using var actual = JsonDocument.Parse(JsonAnswers.Render(answers, "UTC", totals: null));
        expected.RootElement.EnumerateObject().Should().HaveCount(7);
        foreach (var member in expected.RootElement.EnumerateObject())
            JsonElement.DeepEquals(actual.RootElement.GetProperty(member.Name), member.Value).Should().BeTrue($"{member.Name} is the reference's");
    }

    [Test]
    public async Task Products_with_as_many_alerts_are_ordered_by_the_bytes_of_their_names()
    {
        var file = _files.Write([.. new[] { "😀", "ski", "Ski", "ｓ", "élan", "pull", "pull" }.Select(product => Row.AlertOf(product))]);

        (await AskAsync([file])).TopProducts.Should().Equal(
            new ProductAlerts("pull", 2), new ProductAlerts("Ski", 1), new ProductAlerts("ski", 1), new ProductAlerts("élan", 1), new ProductAlerts("ｓ", 1));
    }

    [Test]
    public async Task Hours_with_as_many_alerts_are_ordered_by_hour_and_five_are_named()
    {
        var file = _files.Write([.. new[] { 23, 9, 10, 0, 17, 8, 17 }.Select(hour => Row.AlertOf("ski", $"2025-07-02T{hour:D2}:59:59.999Z"))]);

        (await AskAsync([file])).TopHours.Should().Equal(
            new HourAlerts(17, 2), new HourAlerts(0, 1), new HourAlerts(8, 1), new HourAlerts(9, 1), new HourAlerts(10, 1));
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

        answers.Weekend.Should().Be(new DayTypeAlerts(2, 2));
        answers.Weekday.Should().Be(new DayTypeAlerts(1, 3));
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

        answers.TopHours.Should().Equal(new HourAlerts(hour, 1));
        answers.StockByHour.Should().Equal(new HourStock(hour, 1, 1));
    }

    [Test]
    public async Task Stock_is_averaged_per_product_and_per_hour_over_all_files()
    {
        var first = _files.Write(new Row("2025-07-02T10:00:00Z", "crème solaire", 1, 4, true), new Row("2025-07-02T10:10:00Z", "ski", int.MaxValue, 3, false));
        var second = _files.Write(new Row("2025-07-03T10:20:00Z", "crème solaire", 1, 4, true), new Row("2025-07-03T11:00:00Z", "crème solaire", 0, 5, true));

        var answers = await AskAsync([first, second]);

        answers.StockByProduct.Should().Equal(new ProductStock("crème solaire", 0.666667m, 4.333333m, 3), new ProductStock("ski", int.MaxValue, 3, 1));
        answers.StockByHour.Should().Equal(new HourStock(10, 715827883m, 2), new HourStock(11, 0, 1));
        (answers.Readings, answers.Alerts).Should().Be((4, 3));
    }

    [Test]
    public async Task Without_alerts_nothing_is_at_the_top()
    {
        var answers = await AskAsync([_files.Write(new Row("2025-07-02T10:00:00Z", "ski", 9, 5, false))]);

        answers.TopProducts.Should().BeEmpty();
        answers.TopHours.Should().BeEmpty();
        answers.Weekend.Should().Be(new DayTypeAlerts(0, 0));
        answers.Weekday.Should().Be(new DayTypeAlerts(0, 1));
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

        (await AskAsync([given])).TopProducts.Should().Equal(new ProductAlerts("pull", 1));
    }

    [Test]
    public async Task Thousands_of_files_are_read()
    {
        var copies = _files.Copy(_files.Write(Row.AlertOf("ski"), Row.AlertOf("pull")), 5_000);

        (await AskAsync(copies)).TopProducts.Should().Equal(new ProductAlerts("pull", 5_000), new ProductAlerts("ski", 5_000));
    }

    [Test]
    public async Task A_file_that_is_gone_is_named()
    {
        var gone = _files.PathOf("gone.parquet");

        var asking = () => AskAsync([_files.Write(Row.AlertOf("ski")), gone]);

        (await asking.Should().ThrowAsync<EngineException>()).Which.Message.Should().Contain(gone);
    }

    [Test]
    public async Task An_unknown_time_zone_is_named()
    {
        var asking = () => AskAsync([_files.Write(Row.AlertOf("ski"))], "Europe/Atlantis");

        (await asking.Should().ThrowAsync<EngineException>()).Which.Message.Should().Contain("'Europe/Atlantis'");
    }

    [Test]
    public async Task It_ends_at_the_signal_to_end()
    {
        var asking = () => _engine.AnswerAsync([_files.Write(Row.AlertOf("ski"))], "UTC", new CancellationToken(canceled: true));

        await asking.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task It_gives_a_sign_of_life()
    {
        var ping = () => _engine.PingAsync(CancellationToken.None);

        await ping.Should().NotThrowAsync();
    }

    Task<Stages.Engines.Answers> AskAsync(IReadOnlyList<string> files, string timeZone = "UTC") => _engine.AnswerAsync(files, timeZone, CancellationToken.None);
}
