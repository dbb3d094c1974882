using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>When lines are due, by their readings' own timestamps, counted from the first reading sent.</summary>
/// <param name="factor">So many times faster than the readings' own pace.</param>
/// <param name="time">The clock.</param>
sealed class ReplayPace(double factor, TimeProvider time)
{
    static readonly TimeSpan Farthest = TimeSpan.MaxValue / 2;

    readonly long _begun = time.GetTimestamp();
    long? _first;
    TimeSpan _last;

    /// <summary>The time since the first reading was due.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    /// <summary>The time from the first reading to this line; a line that is no reading goes with the one before it.</summary>
    public TimeSpan DueAt(ReadingReader reader, ReadOnlySpan<byte> line)
    {
        if (!reader.TryRead(line, out var reading, out _)) return _last;
        if (_first is null) _first = reading.TimestampMs - (long)(Elapsed.TotalMilliseconds * factor);
        var milliseconds = (reading.TimestampMs - _first.Value) / factor;
        return _last = milliseconds < Farthest.TotalMilliseconds ? TimeSpan.FromMilliseconds(Math.Max(0, milliseconds)) : Farthest;
    }

    /// <summary>Waits, or until the token is cancelled; the caller looks again.</summary>
    public Task PauseAsync(TimeSpan wanted, CancellationToken drain) => Pause.ForAsync(wanted, time, drain);
}
