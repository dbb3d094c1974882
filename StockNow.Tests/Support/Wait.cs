using Microsoft.Extensions.Time.Testing;

namespace StockNow.Tests.Support;

/// <summary>Waits for other threads, never for the clock: a fake clock is moved on while somebody waits for it.</summary>
static class Wait
{
    // Catches what hangs, and no slow machine.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Gives other threads the processor until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Limit) throw new TimeoutException($"Not within {Limit}: {what}");
            await Task.Delay(1);
        }
    }

    /// <summary>Asks another program now and then until something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Limit) throw new TimeoutException($"Not within {Limit}: {what}");
            await Task.Delay(100);
        }
    }

    /// <summary>Moves the clock on in small steps until a task is over.</summary>
    /// <returns>How much time passed on the clock.</returns>
    public static async Task<TimeSpan> AdvanceUntilAsync(this FakeTimeProvider clock, Task task, TimeSpan step)
    {
        var since = clock.GetTimestamp();
        var begun = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Limit)
                throw new TimeoutException($"Not over within {Limit}, after {clock.GetElapsedTime(since)} of the clock.");
            clock.Advance(step);
            await Task.WhenAny(task, Task.Delay(1));
        }
        await task;
        return clock.GetElapsedTime(since);
    }
}
