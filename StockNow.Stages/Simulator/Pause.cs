namespace StockNow.Stages.Simulator;

/// <summary>Waits that end early when the stage is signalled to end.</summary>
static class Pause
{
    // Timers count in milliseconds, the shortest is one; the longest they take is about 49 days.
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromHours(1);

    /// <summary>Waits a while, at least a millisecond, or until the token is cancelled; an hour at most, so the caller looks again.</summary>
    public static async Task ForAsync(TimeSpan wanted, TimeProvider time, CancellationToken drain)
    {
        var pause = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(wanted.TotalMilliseconds, Shortest.TotalMilliseconds, Longest.TotalMilliseconds)));
        await Task.Delay(pause, time, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
