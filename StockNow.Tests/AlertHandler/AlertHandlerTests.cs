using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.AlertHandler;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class AlertHandlerTests
{
    readonly RecordedOutput _output = new();
    readonly RecentReports _recent = new();
    readonly StageMetrics _metrics = new(StageNames.AlertHandler);
    readonly AlertHandlerOptions _options = new();

    [TearDown]
    public void EndMetrics() => _metrics.Dispose();

    [Test]
    public void An_alert_becomes_a_report_with_the_three_known_members_first()
    {
        using var processor = Processor();

        _output.Hand(processor, Alert("GTA6", quantity: 3, threshold: 5, "2025-07-05T13:52:00.250Z"), TopicNames.Alerts, partition: 2, offset: 41);

        var report = _output.Records.Single();
        (report.Topic, report.Key).Should().Be((TopicNames.MissingProducts, "GTA6"));
        report.Value.Should().Be($$"""{"product_id":"GTA6","missing_quantity":12,"high_priority":false,"report_id":"instocknow-alerts-2-41-{{RecordedOutput.LogHash}}","sensor_id":"shelf-2","store":"paris-12","quantity":3,"threshold":5,"season":"summer","detected_at":"2025-07-05T13:52:00.250Z"}""");
        report.Headers.Should().Equal(new Dictionary<string, string> { ["source-topic"] = TopicNames.Alerts, ["source-partition"] = "2",
            ["source-offset"] = "41", ["source-log"] = RecordedOutput.LogHash });
    }

    [Test]
    public void The_same_alert_gives_the_same_report_again()
    {
        using var processor = Processor();
        _output.Hand(processor, Alert("ski", 0, 3, "2025-01-05T00:00:00Z"), TopicNames.Alerts, 1, 5);
        _output.Hand(processor, Alert("ski", 0, 3, "2025-01-05T00:00:00Z"), TopicNames.Alerts, 1, 5);

        _output.Records[0].Value.Should().Be(_output.Records[1].Value).And.Contain("\"high_priority\":true");
    }

    [Test]
    public void Text_beyond_the_basic_plane_stays_as_it_is()
    {
        using var processor = Processor();
        _output.Hand(processor, Alert("crème 😀", 0, 1, "2025-07-05T13:52:00Z"), TopicNames.Alerts);

        _output.Records.Single().Value.Should().StartWith("{\"product_id\":\"crème 😀\"");
    }

    [Test]
    public void An_alert_that_is_no_reading_is_a_dead_letter_of_the_handler()
    {
        using var processor = Processor();
        _output.Hand(processor, "no reading", TopicNames.Alerts, 0, 8);
        processor.Commit();

        _output.Records.Single().Headers["stage"].Should().Be("alert-handler");
        (_metrics.Received, _metrics.Sent, _metrics.Dropped(DropReason.Malformed)).Should().Be((1, 0, 1));
    }

    [Test]
    public void Reports_are_shown_after_their_commit_only()
    {
        using var processor = Processor();
        _output.Hand(processor, Alert("ski", 0, 3, "2025-01-05T00:00:00Z"), TopicNames.Alerts);
        _recent.Latest(5).Should().BeEmpty();
        processor.Rewound();
        processor.Commit();
        _recent.Latest(5).Should().BeEmpty();

        _output.Hand(processor, Alert("pull", 0, 3, "2025-10-05T00:00:00Z"), TopicNames.Alerts);
        processor.Commit();

        _recent.Latest(5).Single().Should().BeEquivalentTo(new { ProductId = "pull", MissingQuantity = 9L, HighPriority = true, Season = "autumn" });
    }

    [TestCase("ski", Season.Winter, true)]
    [TestCase("doudoune", Season.Winter, true)]
    [TestCase("t-shirt", Season.Spring, true)]
    [TestCase("maillot de bain", Season.Summer, true)]
    [TestCase("crème solaire", Season.Summer, true)]
    [TestCase("parapluie", Season.Autumn, true)]
    [TestCase("pull", Season.Autumn, true)]
    [TestCase("pull", Season.Winter, false)]
    [TestCase("GTA6", Season.Summer, false)]
    public void A_product_is_of_high_priority_in_its_season(string product, Season season, bool isHigh) =>
        new SeasonalPriority(_options).IsHigh(season, System.Text.Encoding.UTF8.GetBytes(product)).Should().Be(isHigh);

    [TestCase(Hemisphere.North, -33.9, false)]
    [TestCase(Hemisphere.South, 48.9, true)]
    [TestCase(Hemisphere.Store, -33.9, true)]
    [TestCase(Hemisphere.Store, 48.9, false)]
    public void The_hemisphere_is_configured_or_the_stores_own(Hemisphere hemisphere, double latitude, bool isSouth) =>
        new SeasonalPriority(new AlertHandlerOptions { Hemisphere = hemisphere }).IsSouth(latitude).Should().Be(isSouth);

    [Test]
    public void The_largest_numbers_do_not_overflow() => RestockCalculation.MissingQuantity(0, int.MaxValue).Should().Be(3L * int.MaxValue);

    AlertHandlerProcessor Processor() => new(_options, ReadingLimits.Default, _recent, _metrics);

    static string Alert(string product, int quantity, int threshold, string timestamp) =>
        $$"""{"sensor_id":"shelf-2","timestamp":"{{timestamp}}","product_id":"{{product}}","quantity":{{quantity}},"threshold":{{threshold}},"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""";
}
