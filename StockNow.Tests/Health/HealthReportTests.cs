using System.Text.Json;
using StockNow.Host.Commands;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Health;

/// <summary>When a process counts as ready, and how it says so.</summary>
sealed class HealthReportTests
{
    static readonly EventLogHealth Away = new(false, "Kafka at localhost:9092 has not answered for 5 s.");

    [TestCase(StageState.Starting, false)]
    [TestCase(StageState.Running, true)]
    [TestCase(StageState.Unhealthy, false)]
    [TestCase(StageState.Draining, true)]
    [TestCase(StageState.Done, true)]
    [TestCase(StageState.Failed, false)]
    public void Process_is_ready_while_each_stage_works_or_is_done(StageState state, bool isReady)
    {
        var report = HealthReport.Of([Stage(StageNames.Simulator, StageState.Running), Stage(StageNames.Storage, state, "the lake is away")],
            EventLogHealth.Fine, []);

        report.IsReady.Should().Be(isReady);
        report.Stages.Should().Equal(
            new StageHealth("simulator", true, "running", null, null),
            new StageHealth("storage", isReady, state.ToString().ToLowerInvariant(), "the lake is away", null));
    }

    [Test]
    public void Process_is_not_ready_while_the_event_log_is_away() =>
        HealthReport.Of([Stage(StageNames.Storage, StageState.Running)], Away, []).IsReady.Should().BeFalse();

    [Test]
    public void Process_is_not_ready_while_an_operator_must_look_at_something() =>
        HealthReport.Of([Stage(StageNames.Storage, StageState.Running)], EventLogHealth.Fine, ["A transaction hangs"]).IsReady.Should().BeFalse();

    [Test]
    public void Process_that_uses_no_event_log_needs_none() =>
        HealthReport.Of([Stage(StageNames.Analysis, StageState.Running)], null, []).IsReady.Should().BeTrue();

    [Test]
    public void Report_comes_back_from_its_JSON()
    {
        var report = HealthReport.Of([Stage(StageNames.AlertFilter, StageState.Unhealthy, "crème", 7), Stage(StageNames.Storage, StageState.Running)], Away,
            ["look at it"]);

        using var json = JsonDocument.Parse(report.ToJson());
        json.RootElement.GetProperty("ready").GetBoolean().Should().BeFalse();
        json.RootElement.GetProperty("stages")[0].GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .Should().Be("""{"stage":"alert-filter","ready":false,"state":"unhealthy","reason":"crème","lag":7}""");
        json.RootElement.GetProperty("event_log").GetProperty("reason").GetString().Should().Be(Away.Reason);
        HealthReport.OfJson(report.ToJson()).Should().BeEquivalentTo(report);
    }

    [Test]
    public void Command_prints_a_line_for_each_stage_the_event_log_and_each_warning() =>
        HealthCommand.Text(HealthReport.Of(
            [Stage(StageNames.Simulator, StageState.Done), Stage(StageNames.AlertFilter, StageState.Unhealthy, "the disk is full", 1234)], Away,
                ["A transaction hangs"]))
            .Should().Be("""
            ok  simulator      done
            NO  alert-filter   unhealthy: the disk is full, lag 1,234
            NO  event log      Kafka at localhost:9092 has not answered for 5 s.
            !!  event log      A transaction hangs

            """.ReplaceLineEndings("\n"));

    static (string, StageStatus.Snapshot, long?) Stage(string name, StageState state, string? reason = null, long? lag = null) =>
        (name, new StageStatus.Snapshot(state, reason, null), lag);
}
