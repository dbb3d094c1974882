using StockNow.Stages.Base;

namespace StockNow.Stages.Hosting;

/// <summary>How a stage is doing, for the dashboard, the log and health checks. Safe for concurrent use.</summary>
public sealed class StageStatus(string stage)
{
    readonly Lock _gate = new();
    volatile Snapshot _now = new(StageState.Starting, null, null);

    /// <summary>The stage's name.</summary>
    public string Stage { get; } = stage;

    /// <summary>The state at this moment.</summary>
    public Snapshot Now => _now;

    /// <summary>Enters a state, with a reason where a person would ask for one.</summary>
    public void Enter(StageState state, string? reason = null)
    {
        lock (_gate) _now = new Snapshot(state, reason, null);
    }

    /// <summary>Says how far long work has come.</summary>
    /// <param name="progress">What is being done and how far it is, or null when it is over.</param>
    /// <remarks>A stage that has ended has nothing under way: what still arrives of it is not shown.</remarks>
    public void Report(Progress? progress)
    {
        lock (_gate)
        {
            if (_now.State is not (StageState.Done or StageState.Failed)) _now = _now with { Progress = progress };
        }
    }

    /// <summary>A stage's state at one moment.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Reason">Why, where a person would ask.</param>
    /// <param name="Progress">Long work under way, or null.</param>
    public sealed record Snapshot(StageState State, string? Reason, Progress? Progress);
}

/// <summary>The states of a stage.</summary>
public enum StageState
{
    /// <summary>Not yet at work.</summary>
    Starting,

    /// <summary>Nothing is wrong: another process does the work, and this one takes over when that one ends.</summary>
    Standby,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Failed, and waiting to be started again.</summary>
    Unhealthy,

    /// <summary>Finishing what lies in its input.</summary>
    Draining,

    /// <summary>Done, with all its work committed.</summary>
    Done,

    /// <summary>Failed for good.</summary>
    Failed,
}
