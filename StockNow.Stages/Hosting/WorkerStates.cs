namespace StockNow.Stages.Hosting;

/// <summary>The state of a stage whose workers may be in different ones: that of the worker that needs a look most.</summary>
sealed class WorkerStates(StageStatus status, int workers)
{
    readonly Lock _gate = new();
    readonly (StageState State, string? Reason)[] _states = new (StageState, string?)[workers];

    public int Workers => workers;

    public void Enter(int worker, StageState state, string? reason)
    {
        lock (_gate)
        {
            _states[worker] = (state, reason);
            Tell();
        }
    }

    /// <summary>All that are still at work are to finish.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            for (var worker = 0; worker < _states.Length; worker++)
                if (_states[worker].State is not (StageState.Done or StageState.Failed)) _states[worker] = (StageState.Draining, null);
            Tell();
        }
    }

    void Tell()
    {
        var (state, reason) = _states.MaxBy(one => (Urgency(one.State), one.Reason is not null));
        status.Enter(state, reason);
    }

    static int Urgency(StageState state) => state switch
    {
        StageState.Failed => 5,
        StageState.Unhealthy => 4,
        StageState.Starting or StageState.Standby => 3,
        StageState.Running => 2,
        StageState.Draining => 1,
        _ => 0,
    };
}
