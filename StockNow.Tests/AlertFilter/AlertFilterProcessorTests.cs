using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.AlertFilter;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class AlertFilterProcessorTests
{
    readonly RecordedOutput _output = new();
    readonly StageMetrics _metrics = new(StageNames.AlertFilter);

    [TearDown]
    public void EndMetrics() => _metrics.Dispose();

    [Test]
    public void Reading_below_threshold_is_forwarded_as_alert_byte_for_byte()
    {
        var line = " " + Reading(quantity: 1, threshold: 5, alert: true) + " ";

        _output.Hand(Processor(), line, partition: 3, offset: 77);

        var alert = _output.Records.Single();
        (alert.Topic, alert.Key, alert.Value).Should().Be((TopicNames.Alerts, "shelf-2", line));
        alert.Headers.Should().Equal(new Dictionary<string, string> { ["source-topic"] = TopicNames.Input, ["source-partition"] = "3", ["source-offset"] = "77",
            ["source-log"] = RecordedOutput.LogHash });
    }

    [Test]
    public void Reading_at_its_threshold_is_not_forwarded()
    {
        _output.Hand(Processor(), Reading(quantity: 5, threshold: 5, alert: false));

        _output.Records.Should().BeEmpty();
    }

    [Test]
    public void Malformed_reading_is_a_dead_letter_with_its_bytes_and_its_reason()
    {
        _output.Hand(Processor(), "{\"sensor_id\":", partition: 1, offset: 9);

        var letter = _output.Records.Single();
        (letter.Topic, letter.Key, letter.Value).Should().Be((TopicNames.DeadLetters, "key", "{\"sensor_id\":"));
        letter.Headers.Should().Contain(new Dictionary<string, string>
        {
            ["stage"] = "alert-filter", ["reason"] = "malformed", ["source-topic"] = TopicNames.Input, ["source-partition"] = "1", ["source-offset"] = "9",
                ["source-log"] = RecordedOutput.LogHash,
        });
        letter.Headers["error"].Should().StartWith("is not JSON: ");
    }

    [TestCase(AlertRuleKind.Flag, true, true, true)]
    [TestCase(AlertRuleKind.Flag, true, false, true)]
    [TestCase(AlertRuleKind.Flag, false, true, false)]
    [TestCase(AlertRuleKind.Recompute, true, false, false)]
    [TestCase(AlertRuleKind.Recompute, false, true, true)]
    [TestCase(AlertRuleKind.Both, true, true, true)]
    [TestCase(AlertRuleKind.Both, true, false, false)]
    [TestCase(AlertRuleKind.Both, false, true, false)]
    public void The_rule_decides_between_flag_and_numbers(AlertRuleKind rule, bool flag, bool isBelow, bool isAlert)
    {
        _output.Hand(Processor(rule), Reading(quantity: isBelow ? 1 : 9, threshold: 5, alert: flag));

        _output.Records.Should().HaveCount(isAlert ? 1 : 0);
    }

    [Test]
    public void Counts_become_true_with_the_commit_and_each_record_is_counted_once()
    {
        var processor = Processor();
        _output.Hand(processor, Reading(1, 5, alert: true));
        _output.Hand(processor, Reading(9, 5, alert: true));
        _output.Hand(processor, Reading(9, 5, alert: false));
        _output.Hand(processor, "no reading");
        _metrics.Received.Should().Be(0);

        processor.Commit();
        _output.Hand(processor, Reading(1, 5, alert: true));
        processor.Rewound();
        processor.Commit();

        (_metrics.Received, _metrics.Sent, _metrics.Dropped(DropReason.NotAnAlert), _metrics.Dropped(DropReason.Malformed), _metrics.FlagContradicted).Should()
            .Be((4, 2, 1, 1, 1));
    }

    [Test]
    public void What_is_processed_while_a_commit_is_under_way_counts_with_the_next()
    {
        var processor = Processor();
        _output.Hand(processor, Reading(1, 5, alert: true));
        processor.Committing();
        _output.Hand(processor, Reading(9, 5, alert: false));
        processor.Committed(TimeSpan.Zero);
        (_metrics.Received, _metrics.Sent).Should().Be((1, 1));

        processor.Commit();
        (_metrics.Received, _metrics.Sent).Should().Be((2, 1));
    }

    AlertFilterProcessor Processor(AlertRuleKind rule = AlertRuleKind.Flag) => new(rule, ReadingLimits.Default, _metrics);

    static string Reading(int quantity, int threshold, bool alert) =>
        $$"""{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":{{quantity}},"threshold":{{threshold}},"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":{{(alert ? "true" : "false")}}}""";
}
