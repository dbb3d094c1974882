namespace StockNow.Stages.Simulator.Generating;

/// <summary>When each reading is due, counted from the first. Pure: reading k is due at the same moment however late the ones before it were.</summary>
sealed class ReadingSchedule
{
    readonly int _round;
    readonly TimeSpan _interval;
    readonly double? _rate;

    /// <param name="options">Interval or rate, count and duration.</param>
    /// <param name="round">Readings of one round.</param>
    public ReadingSchedule(SimulatorOptions options, int round)
    {
        (_round, _interval, _rate) = (round, options.Interval, options.Rate);
        var withinDuration = options.Duration is { } duration ? DueBy(duration - TimeSpan.FromTicks(1)) : long.MaxValue;
        Total = Math.Min(options.Count ?? long.MaxValue, withinDuration);
    }

    /// <summary>The readings there will be.</summary>
    public long Total { get; }

    /// <summary>Readings per second.</summary>
    public double Asked => _rate ?? _round / _interval.TotalSeconds;

    /// <summary>The time from the first reading to the reading of a number, which counts from 0.</summary>
    public TimeSpan OffsetOf(long reading) =>
        _rate is { } rate ? TimeSpan.FromTicks((long)(reading / rate * TimeSpan.TicksPerSecond)) : _interval * (reading / _round);

    /// <summary>How many readings are due after a time since the first.</summary>
    public long DueBy(TimeSpan elapsed)
    {
        if (_rate is not { } rate) return (elapsed.Ticks / _interval.Ticks + 1) * _round;
        // The product may be off by its last bit; the offsets themselves decide.
        var due = (long)(elapsed.TotalSeconds * rate);
        while (due > 0 && OffsetOf(due) > elapsed) due--;
        while (OffsetOf(due) <= elapsed) due++;
        return due;
    }
}
