using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

/// <summary>How one stage is started, started again and ended.</summary>
sealed class StageRunnerTests
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    readonly PipelineOptions _options = new()
    {
        ShutdownTimeout = TimeSpan.FromSeconds(30), Restart = new() { FirstPause = TimeSpan.FromSeconds(0.2), LongestPause = TimeSpan.FromSeconds(1) },
    };
    readonly RecordedLog<StageRunner> _said = new();
    readonly List<IDisposable> _mess = [];
    FakeApplication _application = null!;
    PipelineLifetime _lifetime = null!;
    StageMetrics _metrics = null!;
    StageStatus _status = null!;

    [SetUp]
    public void Begin()
    {
        _said.Messages.Clear();
        (_application, _metrics, _status) = (new FakeApplication(), new StageMetrics(StageNames.Storage), new StageStatus(StageNames.Storage));
        _mess.Add(_metrics);
    }

    [TearDown]
    public void Clean()
    {
        _mess.ForEach(one => one.Dispose());
        _mess.Clear();
    }

    [Test]
    public async Task Failing_worker_starts_again_after_pauses_that_double_up_to_the_longest()
    {
        var clock = new SleeplessTime();
        await RunAsync(clock, StageFailing(clock, out var pauses, 1, 1, 1, 1, 1));

        pauses.Should().Equal(Seconds(0.2, 0.4, 0.8, 1, 1));
        _metrics.Restarts.Should().Be(5);
        _said.Warnings.Should().Equal(["Stage storage failed and restarts from its last commit in 0.2 s: no luck with offset 1"],
            "the same fault again and again is one piece of news, whatever numbers it names");
    }

    [Test]
    public async Task Stage_that_ran_well_for_a_while_begins_with_the_short_pause_again()
    {
        var clock = new SleeplessTime();
        await RunAsync(clock, StageFailing(clock, out var pauses, 1, 1, 1, 1001, 1, 1));

        pauses.Should().Equal(Seconds(0.2, 0.4, 0.8, 0.2, 0.4, 0.8));
    }

    [Test]
    public async Task Failed_stage_is_unhealthy_until_it_works_again()
    {
        var clock = new FakeTimeProvider();
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeStage stage = null!;
        stage = new FakeStage(StageNames.Storage, signals =>
        {
            if (stage.Runs == 1) throw new IOException("the disk is full");
            again.SetResult();
            return FakeStage.UntilDrain(signals);
        });
        var runner = Runner(stage, clock);
        await runner.StartAsync(default);
        await Wait.UntilAsync(() => _status.Now.State == StageState.Unhealthy, "unhealthy");
        _status.Now.Reason.Should().Be("the disk is full");
        stage.Runs.Should().Be(1);

        await clock.AdvanceUntilAsync(again.Task, Step);

        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Running, null, null));
        await runner.StopAsync(default);
    }

    [Test]
    public async Task Fault_that_no_restart_heals_ends_the_process_with_its_message()
    {
        var stage = new FakeStage(StageNames.Storage, _ => throw new UnrecoverableException("the log was replaced. Begin a new data folder."));
        await RunAsync(new SleeplessTime(), stage);

        stage.Runs.Should().Be(1);
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Failed, "the log was replaced. Begin a new data folder.", null));
        _lifetime.Fault.Should().Be("Stage storage: the log was replaced. Begin a new data folder.");
        _said.Messages.Should().Contain((LogLevel.Error, "Stage storage cannot continue: the log was replaced. Begin a new data folder."));
    }

    [Test]
    public async Task Stage_that_is_done_ends_the_process_when_it_is_the_last_one()
    {
        await RunAsync(new SleeplessTime(), new FakeStage(StageNames.Storage, _ => Task.CompletedTask));

        _status.Now.State.Should().Be(StageState.Done);
        _lifetime.Fault.Should().BeNull();
    }

    [Test]
    public async Task Stop_lets_the_stage_drain_first()
    {
        var stopped = false;
        var runner = Runner(new FakeStage(StageNames.Storage, async signals =>
        {
            await FakeStage.UntilDrain(signals);
            stopped = signals.Stop.IsCancellationRequested;
        }), new FakeTimeProvider());
        await runner.StartAsync(default);

        await runner.StopAsync(default);

        stopped.Should().BeFalse();
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Done, null, null));
    }

    [Test]
    public async Task Worker_that_fails_while_it_drains_is_started_again_to_finish()
    {
        FakeStage stage = null!;
        var stateOfSecond = StageState.Starting;
        stage = new FakeStage(StageNames.Storage, async signals =>
        {
            await FakeStage.UntilDrain(signals);
            if (stage.Runs == 1) throw new IOException("not now");
            stateOfSecond = _status.Now.State;
        });
        var clock = new FakeTimeProvider();
        var runner = Runner(stage, clock);
        await runner.StartAsync(default);

        await clock.AdvanceUntilAsync(runner.StopAsync(default), Step);

        stage.Runs.Should().Be(2);
        stateOfSecond.Should().Be(StageState.Draining);
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Done, null, null));
    }

    [Test]
    public async Task Drain_is_cut_short_when_the_end_was_asked_for()
    {
        var clock = new FakeTimeProvider();
        var runner = Runner(Tireless(), clock);
        await runner.StartAsync(default);
        _lifetime.StopAsked();

        (await clock.AdvanceUntilAsync(runner.StopAsync(default), Step)).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15));

        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Done, "stopped before its input was drained", null));
        _said.Warnings.Should().Equal("Stage storage stopped before it had finished its input (ShutdownTimeout). It resumes from its last commit at the next "
            + "start");
        _lifetime.Unfinished.Should().Equal(StageNames.Storage);
        _lifetime.Fault.Should().BeNull();
    }

    // As storage does: it stores what it holds and returns, with readings left in its input.
    [Test]
    public async Task Stage_that_returns_because_it_was_stopped_does_not_pass_for_one_that_has_drained()
    {
        var clock = new FakeTimeProvider();
        var runner = Runner(new FakeStage(StageNames.Storage, FakeStage.UntilStop), clock);
        await runner.StartAsync(default);
        _lifetime.StopAsked();

        await clock.AdvanceUntilAsync(runner.StopAsync(default), Step);

        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Done, "stopped before its input was drained", null));
        _lifetime.Unfinished.Should().Equal(StageNames.Storage);
    }

    [Test]
    public async Task Stage_that_has_drained_is_not_unfinished()
    {
        var runner = Runner(new FakeStage(StageNames.Storage, FakeStage.UntilDrain), new FakeTimeProvider());
        await runner.StartAsync(default);

        await runner.StopAsync(default);

        _lifetime.Unfinished.Should().BeEmpty();
    }

    [Test]
    public async Task Drain_has_all_its_time_from_the_moment_when_the_end_is_asked_for()
    {
        var clock = new FakeTimeProvider();
        var runner = Runner(Tireless(), clock);
        await runner.StartAsync(default);
        var stopping = runner.StopAsync(default);
        for (var minute = 0; minute < 60; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1);
        }
        stopping.IsCompleted.Should().BeFalse("nobody asked for the end yet");

        _lifetime.StopAsked();

        (await clock.AdvanceUntilAsync(stopping, Step)).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15));
    }

    [Test]
    public async Task Stage_that_waits_for_its_restart_ends_with_the_process()
    {
        _options.Restart.LongestPause = _options.Restart.FirstPause = TimeSpan.FromHours(1);
        var clock = new FakeTimeProvider();
        var stage = new FakeStage(StageNames.Storage, _ => throw new IOException("no luck"));
        var runner = Runner(stage, clock);
        await runner.StartAsync(default);
        await Wait.UntilAsync(() => _status.Now.State == StageState.Unhealthy, "unhealthy");
        _lifetime.StopAsked();

        (await clock.AdvanceUntilAsync(runner.StopAsync(default), Step)).Should().BeLessThan(TimeSpan.FromHours(1));

        stage.Runs.Should().Be(1);
        (_options.Restart.FirstPause, _options.Restart.LongestPause) = (TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task Stage_that_does_not_heed_the_stop_is_abandoned()
    {
        var clock = new FakeTimeProvider();
        var runner = Runner(new FakeStage(StageNames.Storage, _ => new TaskCompletionSource().Task), clock);
        await runner.StartAsync(default);
        _lifetime.StopAsked();

        (await clock.AdvanceUntilAsync(runner.StopAsync(default), Step)).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(25));

        _said.Messages.Should().Contain((LogLevel.Error, "Stage storage did not stop within 10 s; it is abandoned and resumes from its last commit at the "
            + "next start"));
    }

    [Test]
    public async Task Stage_is_done_when_each_of_its_workers_is()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeStage stage = null!;
        stage = new FakeStage(StageNames.Storage, _ => stage.Runs < 3 ? Task.CompletedTask : left.Task, workers: 3);
        await Runner(stage, new FakeTimeProvider()).StartAsync(default);
        await Wait.UntilAsync(() => stage.Runs == 3, "three workers");
        _application.StopIsAsked.IsCompleted.Should().BeFalse();

        left.SetResult();

        await _application.StopIsAsked.WaitAsync(TimeSpan.FromSeconds(30));
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Done, null, null));
    }

    [Test]
    public async Task Worker_that_cannot_continue_ends_the_process_while_the_others_work()
    {
        FakeStage stage = null!;
        stage = new FakeStage(StageNames.Storage, signals => stage.Runs == 2
            ? throw new UnrecoverableException("the offsets are gone") : FakeStage.UntilDrain(signals), workers: 2);

        await RunAsync(new FakeTimeProvider(), stage);

        _lifetime.Fault.Should().Be("Stage storage: the offsets are gone");
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Failed, "the offsets are gone", null));
    }

    [Test]
    public async Task Fault_of_a_stage_that_was_signalled_to_stop_is_reported_and_fails_nothing()
    {
        var clock = new FakeTimeProvider();
        var runner = Runner(new FakeStage(StageNames.Storage, async signals =>
        {
            await FakeStage.UntilStop(signals);
            throw new IOException("the broker is away");
        }), clock);
        await runner.StartAsync(default);
        _lifetime.StopAsked();

        await clock.AdvanceUntilAsync(runner.StopAsync(default), Step);

        _lifetime.Fault.Should().BeNull();
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Done, "stopped before its input was drained", null));
        _said.Warnings.Should().Contain("Stage storage could not finish what was under way before it was stopped; it resumes from its last commit at the next "
            + "start: the broker is away");
    }

    async Task RunAsync(TimeProvider clock, FakeStage stage)
    {
        await Runner(stage, clock).StartAsync(default);
        await _application.StopIsAsked.WaitAsync(TimeSpan.FromSeconds(30));
    }

    StageRunner Runner(FakeStage stage, TimeProvider clock)
    {
        _lifetime = new PipelineLifetime(_application, _options, clock);
        var services = new ServiceCollection().BuildServiceProvider();
        var runner = new StageRunner(stage, services, _status, _metrics, new RecordFailures(_options.Restart.RecordFailures), _options, _lifetime,
            clock, _said);
        _mess.AddRange([services, runner]);
        return runner;
    }

    // Works for so many milliseconds each time and fails, and is done after that.
    static FakeStage StageFailing(SleeplessTime clock, out List<TimeSpan> pauses, params int[] milliseconds)
    {
        var measured = pauses = [];
        var failures = 0;
        var failedAt = DateTimeOffset.MinValue;
        return new FakeStage(StageNames.Storage, _ =>
        {
            if (failures > 0) measured.Add(clock.GetUtcNow() - failedAt);
            if (failures == milliseconds.Length) return Task.CompletedTask;
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds[failures++]));
            failedAt = clock.GetUtcNow();
            throw new IOException($"no luck with offset {failures}");
        });
    }

    // Its input never ends.
    static FakeStage Tireless() => new(StageNames.Storage, async signals =>
    {
        await FakeStage.UntilStop(signals);
        signals.Stop.ThrowIfCancellationRequested();
    });

    static IEnumerable<TimeSpan> Seconds(params double[] seconds) => seconds.Select(TimeSpan.FromSeconds);
}
