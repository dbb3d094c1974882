using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Events;
using StockNow.Stages.Telemetry;

namespace StockNow.Tests.Telemetry;

/// <summary>What a stage counts, as a listener of its meter sees it.</summary>
sealed class StageMetricsTests
{
    const string Stage = "stage-of-this-test";

    static IEnumerable<string> InstrumentNames => typeof(TelemetryNames).GetFields()
        .Select(constant => (string)constant.GetRawConstantValue()!)
        .Where(name => name.StartsWith("stocknow.stage.", StringComparison.Ordinal) && name != TelemetryNames.State);

    [Test]
    public void Every_instrument_is_published_with_its_unit_and_the_stage_as_its_tag()
    {
        var clock = new FakeTimeProvider();
        using var metrics = new StageMetrics(Stage, clock);
        metrics.AddReceived(1);
        metrics.AddReceived(9);
        metrics.AddSent(6);
        metrics.AddDropped(DropReason.NotAnAlert, 3);
        metrics.AddDropped(DropReason.Malformed, 1);
        metrics.AddFlagContradicted(2);
        metrics.AddRestart();
        clock.Advance(TimeSpan.FromSeconds(2.5));

        var published = Published();

        published.Should().BeEquivalentTo(
        [
            "stocknow.stage.received {record} 10", "stocknow.stage.sent {record} 6", "stocknow.stage.flag_contradicted {record} 2",
                "stocknow.stage.restarts {restart} 1",
            "stocknow.stage.commit.age s 2.5",
            "stocknow.stage.dropped {record} 3 not-an-alert", "stocknow.stage.dropped {record} 1 malformed", "stocknow.stage.dropped {record} 0 too-long",
            "stocknow.stage.dropped {record} 0 unprocessable", "stocknow.stage.dropped {record} 0 nothing-missing",
        ]);
        published.Select(measured => measured.Split(' ')[0]).Distinct().Should().BeEquivalentTo(InstrumentNames);
    }

    [Test]
    public void Every_reason_to_drop_has_a_count_of_its_own()
    {
        using var metrics = new StageMetrics(Stage);
        foreach (var reason in Enum.GetValues<DropReason>()) metrics.AddDropped(reason, 1 + (int)reason);

        foreach (var reason in Enum.GetValues<DropReason>()) metrics.Dropped(reason).Should().Be(1 + (int)reason);
        Published().Where(measured => measured.StartsWith(TelemetryNames.Dropped, StringComparison.Ordinal)).Should()
            .HaveSameCount(Enum.GetValues<DropReason>());
    }

    [Test]
    public void Age_of_the_last_commit_is_not_there_before_one_and_restarts_with_each_commit_that_holds_records()
    {
        var clock = new FakeTimeProvider();
        using var metrics = new StageMetrics(Stage, clock);
        metrics.AddReceived(0);
        metrics.SinceCommit.Should().BeNull();

        metrics.AddReceived(1);
        clock.Advance(TimeSpan.FromSeconds(3));
        metrics.AddReceived(0);
        metrics.SinceCommit.Should().Be(TimeSpan.FromSeconds(3));

        metrics.AddReceived(1);
        metrics.SinceCommit.Should().Be(TimeSpan.Zero);
    }

    [Test]
    public void Counts_that_are_disposed_are_published_no_more()
    {
        new StageMetrics(Stage).Dispose();

        Published().Should().BeEmpty();
    }

    [Test]
    public void Counts_of_many_threads_add_up()
    {
        using var metrics = new StageMetrics(Stage);

        Parallel.For(0, 1000, _ =>
        {
            metrics.AddReceived(2);
            metrics.AddSent(1);
            metrics.AddDropped(DropReason.TooLong, 1);
        });

        (metrics.Received, metrics.Sent, metrics.Dropped(DropReason.TooLong)).Should().Be((2000, 1000, 1000));
    }

    // Name, unit, value and reason. Meters of other tests are not ours.
    static List<string> Published()
    {
        var published = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Source) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return published;

        void Add(Instrument instrument, IFormattable value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var named = tags.ToArray().ToDictionary();
            if (!named.TryGetValue(TelemetryNames.StageTag, out var stage) || !Stage.Equals(stage)) return;
            published.Add(FormattableString.Invariant(
                $"{instrument.Name} {instrument.Unit} {value}{(named.TryGetValue(TelemetryNames.ReasonTag, out var reason) ? $" {reason}" : "")}"));
        }
    }
}
