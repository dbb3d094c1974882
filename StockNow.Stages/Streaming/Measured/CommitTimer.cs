using System.Diagnostics;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>Measures commits.</summary>
static class CommitTimer
{
    /// <summary>Commits and measures it; one that was called off is not counted.</summary>
    public static async Task MeasureAsync(Func<Task> commit, TagList tags, TimeProvider clock)
    {
        var since = clock.GetTimestamp();
        try { await commit(); }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            EventLogInstruments.Committed(clock.GetElapsedTime(since), tags, fault);
            throw;
        }
        EventLogInstruments.Committed(clock.GetElapsedTime(since), tags);
    }
}
