namespace StockNow.Tests.Support;

/// <summary>The system's clock, moved forward at will. Timers run by themselves, so that code which waits for a real broker gets on.</summary>
sealed class ShiftedClock : TimeProvider
{
    long _shift;

    /// <summary>Moves the timestamps forward.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, (long)(by.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _shift);
}
