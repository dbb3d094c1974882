namespace StockNow.Stages.Simulator.Generating;

/// <summary>Where simulated time begins, and how much of it passes at once.</summary>
/// <param name="Start">The first reading's timestamp.</param>
/// <param name="History">How much simulated time passes at once; zero without a history.</param>
sealed record HistorySpan(DateTimeOffset Start, TimeSpan History)
{
    /// <summary>The first reading's timestamp when there is a seed and no start time.</summary>
    public static readonly DateTimeOffset SeededStart = new(2025, 7, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Decides both. Pure.</summary>
    /// <param name="options">Start time, seed and history.</param>
    /// <param name="now">The time of the clock.</param>
    /// <param name="lastMs">The timestamp up to which an earlier run has made readings, in milliseconds since 1970-01-01 UTC; null when there was none.</param>
    public static HistorySpan Of(SimulatorOptions options, DateTimeOffset now, long? lastMs)
    {
        var history = options.History ?? TimeSpan.Zero;
        if ((options.StartTime ?? (options.Seed is null ? null : SeededStart)) is { } start) return new HistorySpan(start, history);
        if (history == TimeSpan.Zero) return new HistorySpan(now, history);
        now = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var begin = now - history;
        // Readings of the same shelves and the same time would be there twice.
        if (lastMs is { } last && DateTimeOffset.FromUnixTimeMilliseconds(last) + options.HistoryInterval is var next && next > begin)
            begin = next < now ? next : now;
        return new HistorySpan(begin, now - begin);
    }
}
