namespace StockNow.Stages.Simulator.Generating;

/// <summary>
/// When each reading is due in simulated time, counted from the first: a round every interval, and with a history first its own, wider rounds. Pure: reading k
/// is due at the same moment however late the ones before it were.
/// </summary>
sealed class ReadingSchedule
{
    readonly int _round;
    readonly TimeSpan _interval, _historyInterval;
    readonly double? _rate;

    /// <param name="options">Interval or rate, count and duration.</param>
    /// <param name="round">Readings of one round.</param>
    /// <param name="history">How much simulated time passes at once, at the beginning.</param>
    public ReadingSchedule(SimulatorOptions options, int round, TimeSpan history = default)
    {
        (_round, _interval, _historyInterval, _rate, History) = (round, options.Interval, options.HistoryInterval, options.Rate, history);
        HistoryReadings = (history.Ticks + _historyInterval.Ticks - 1) / _historyInterval.Ticks * round;
        var withinDuration = options.Duration is { } duration ? DueBy(duration - TimeSpan.FromTicks(1)) : long.MaxValue;
        Total = Math.Min(options.Count ?? long.MaxValue, withinDuration);
    }

    /// <summary>How much simulated time passes at once, at the beginning.</summary>
    public TimeSpan History { get; }

    /// <summary>The readings of that time.</summary>
    public long HistoryReadings { get; }

    /// <summary>The readings there will be.</summary>
    public long Total { get; }

    /// <summary>Readings per second of simulated time, after the history.</summary>
    public double Asked => _rate ?? _round / _interval.TotalSeconds;

    /// <summary>The time from the first reading to the reading of a number, which counts from 0.</summary>
    public TimeSpan OffsetOf(long reading) =>
        reading < HistoryReadings ? _historyInterval * (reading / _round) : History + LaterOffsetOf(reading - HistoryReadings);

    /// <summary>How many readings are due after a time since the first.</summary>
    public long DueBy(TimeSpan elapsed) =>
        elapsed < History ? (elapsed.Ticks / _historyInterval.Ticks + 1) * _round : HistoryReadings + LaterDueBy(elapsed - History);

    TimeSpan LaterOffsetOf(long reading) =>
        _rate is { } rate ? TimeSpan.FromTicks((long)(reading / rate * TimeSpan.TicksPerSecond)) : _interval * (reading / _round);

    long LaterDueBy(TimeSpan elapsed)
    {
        if (_rate is not { } rate) return (elapsed.Ticks / _interval.Ticks + 1) * _round;
        // The product may be off by its last bit; the offsets themselves decide.
        var due = (long)(elapsed.TotalSeconds * rate);
        while (due > 0 && LaterOffsetOf(due) > elapsed) due--;
        while (LaterOffsetOf(due) <= elapsed) due++;
        return due;
    }
}
