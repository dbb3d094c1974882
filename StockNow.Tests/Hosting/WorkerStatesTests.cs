using StockNow.Stages.Hosting;

namespace StockNow.Tests.Hosting;

/// <summary>One state for a stage of many workers.</summary>
sealed class WorkerStatesTests
{
    readonly StageStatus _status = new(StageNames.AlertFilter);

    [Test]
    public void Stage_shows_the_worker_that_needs_a_look_most()
    {
        var states = new WorkerStates(_status, 3);
        states.Enter(0, StageState.Running, null);
        states.Enter(1, StageState.Unhealthy, "the broker is away");
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Unhealthy, "the broker is away", null));

        states.Enter(1, StageState.Running, null);
        _status.Now.State.Should().Be(StageState.Starting, "the third has not begun");

        states.Enter(2, StageState.Done, "stopped before its input was drained");
        _status.Now.State.Should().Be(StageState.Running);

        states.Enter(0, StageState.Done, null);
        states.Enter(1, StageState.Done, null);
        _status.Now.Should().Be(new StageStatus.Snapshot(StageState.Done, "stopped before its input was drained", null));
    }

    [Test]
    public void Drain_leaves_alone_who_is_done_or_has_failed([Values(StageState.Done, StageState.Failed)] StageState over)
    {
        var states = new WorkerStates(_status, 2);
        states.Enter(0, over, null);
        states.Enter(1, StageState.Running, null);

        states.Drain();

        _status.Now.State.Should().Be(over == StageState.Failed ? StageState.Failed : StageState.Draining);
    }
}
