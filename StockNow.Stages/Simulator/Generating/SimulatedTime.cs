namespace StockNow.Stages.Simulator.Generating;

/// <summary>Converts between the time of the clock and simulated time. Pure.</summary>
/// <param name="speed">How much faster simulated time passes.</param>
/// <param name="history">How much simulated time has passed when the run begins.</param>
sealed class SimulatedTime(Speed speed, TimeSpan history)
{
    static readonly TimeSpan Farthest = TimeSpan.MaxValue / 4;

    /// <summary>Whether all readings are due at once.</summary>
    public bool IsAtOnce => speed.Factor is null;

    /// <summary>How much simulated time has passed since the first reading.</summary>
    /// <param name="elapsed">The time since the run began.</param>
    public TimeSpan After(TimeSpan elapsed) => speed.Factor is { } factor ? history + Scaled(elapsed, factor) : Farthest;

    /// <summary>How long to wait until so much simulated time has passed since the first reading.</summary>
    /// <param name="offset">The simulated time since the first reading.</param>
    /// <param name="elapsed">The time since the run began.</param>
    public TimeSpan Until(TimeSpan offset, TimeSpan elapsed) => Takes(offset) - elapsed;

    /// <summary>How long a run takes whose readings cover so much simulated time.</summary>
    public TimeSpan Takes(TimeSpan duration) =>
        speed.Factor is { } factor && duration > history ? Scaled(duration - history, 1 / factor) : TimeSpan.Zero;

    static TimeSpan Scaled(TimeSpan time, double factor) =>
        time.Ticks * factor < Farthest.Ticks ? TimeSpan.FromTicks((long)(time.Ticks * factor)) : Farthest;
}
