using CsCheck;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Field F11: reports asked to bring 0 or a negative number when the flag contradicted the numbers.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class F11_RestockTests
{
    static readonly Gen<int> Count = Gen.OneOf(Gen.Int[0, 20], Gen.Int[0, int.MaxValue], Gen.Const(int.MaxValue));

    readonly RecordedLog<ContradictedFlags> _said = new();
    readonly FakeTimeProvider _clock = new();

    [Test]
    public void A_shelf_is_filled_to_three_times_its_threshold_and_never_asks_for_less_than_nothing() =>
        Gen.Select(Count, Count).Sample((quantity, threshold) =>
        RestockCalculation.MissingQuantity(quantity, threshold) is var missing && missing >= 0 && (missing == 0) == (quantity >= 3L * threshold)
        && (missing == 0 || missing + quantity == 3L * threshold));

    [Test]
    public void Where_the_numbers_decide_every_alert_asks_for_something([Values(AlertRuleKind.Recompute, AlertRuleKind.Both)] AlertRuleKind rule) =>
        Gen.Select(Count, Count, Gen.Bool).Sample((quantity, threshold, flag) =>
        !AlertRule.IsAlert(rule, new ReadingFields { Quantity = quantity, Threshold = threshold, Alert = flag })
        || RestockCalculation.MissingQuantity(quantity, threshold) > 0);

    [TestCase(100, 5)]
    [TestCase(15, 5)]
    [TestCase(0, 0)]
    [TestCase(int.MaxValue, 0)]
    [TestCase(int.MaxValue, int.MaxValue / 3)]
    public void An_alert_that_leaves_nothing_to_bring_is_passed_on_and_then_a_dead_letter_instead_of_a_report(int quantity, int threshold)
    {
        using var metrics = new StageMetrics(StageNames.AlertHandler);
        using var handler = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default, new RecentReports(), metrics);
        var output = new RecordedOutput();

        output.Hand(new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, metrics), Reading(quantity, threshold));
        output.Hand(handler, output.Records.Single().Value, TopicNames.Alerts, offset: 9);
        handler.Commit();

        output.Records[0].Topic.Should().Be(TopicNames.Alerts);
        var letter = output.Records[1];
        (letter.Topic, letter.Value).Should().Be((TopicNames.DeadLetters, Reading(quantity, threshold)));
        letter.Headers["reason"].Should().Be("nothing-missing");
        letter.Headers["error"].Should()
            .Be($"is an alert, but its quantity {quantity} is not below three times its threshold {threshold}: there is nothing to bring");
        (metrics.Received, metrics.Sent, metrics.Dropped(DropReason.NothingMissing), metrics.DeadLetters).Should().Be((1, 0, 1, 1));
    }

    [Test]
    public void An_alert_above_its_threshold_that_leaves_something_to_bring_is_a_report()
    {
        using var metrics = new StageMetrics(StageNames.AlertHandler);
        using var handler = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default, new RecentReports(), metrics);
        var output = new RecordedOutput();

        output.Hand(handler, Reading(14, 5), TopicNames.Alerts);

        output.Records.Single().Value.Should().Contain("\"missing_quantity\":1,");
    }

    [Test]
    public void Contradicting_flags_are_named_once_a_minute_and_all_are_counted()
    {
        using var metrics = new StageMetrics(StageNames.AlertFilter);
        var output = new RecordedOutput();
        var processor = new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, metrics,
            new ContradictedFlags(new AlertFilterOptions(), _clock, _said));

        for (var offset = 0; offset < 120; offset++, _clock.Advance(TimeSpan.FromSeconds(1)))
        {
            output.Hand(processor, Reading(100, 5), offset: offset);
            output.Hand(processor, Reading(1, 5), offset: 1000);
        }
        processor.Commit();

        metrics.FlagContradicted.Should().Be(120);
        _said.Warnings.Should().Equal(
            "Readings whose alert flag contradicts their numbers: 1; the last one is instocknow-input-0@0 of sensor 'shelf-1': alert true, quantity 100, "
            + "threshold 5. AlertFilter:AlertRule=Flag decides whether such a reading is an alert",
            "Readings whose alert flag contradicts their numbers: 60; the last one is instocknow-input-0@60 of sensor 'shelf-1': alert true, quantity 100, "
            + "threshold 5. AlertFilter:AlertRule=Flag decides whether such a reading is an alert");
    }

    [Test]
    public void A_foreign_sensor_name_cannot_flood_the_log_or_write_to_the_terminal()
    {
        using var metrics = new StageMetrics(StageNames.AlertFilter);
        var processor = new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, metrics,
            new ContradictedFlags(new AlertFilterOptions(), _clock, _said));

        new RecordedOutput().Hand(processor, Reading(100, 5).Replace("shelf-1", "\\u001b[2J" + new string('x', 900), StringComparison.Ordinal));

        _said.Warnings.Single().Length.Should().BeLessThan(500);
        _said.Warnings.Single().Should().NotContain("\u001b");
    }

    static string Reading(int quantity, int threshold) =>
        $$"""{"sensor_id":"shelf-1","timestamp":"2025-07-05T13:52:00Z","product_id":"full","quantity":{{quantity}},"threshold":{{threshold}},"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""";
}
