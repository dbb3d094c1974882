using Microsoft.Extensions.Time.Testing;

namespace StockNow.Tests.Support;

/// <summary>A clock on which every wait is over at once, and took as long as it should.</summary>
sealed class SleeplessTime : FakeTimeProvider
{
    public SleeplessTime() : base(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero)) { }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) Advance(dueTime);
        return timer;
    }
}
