using System.Diagnostics;

namespace StockNow.Stages.Telemetry;

/// <summary>Measures commits.</summary>
static class Commit
{
    /// <summary>Commits and measures it; one that was called off is not counted.</summary>
    public static async Task MeasureAsync(Func<Task> commit, TagList tags, TimeProvider clock)
    {
        var since = clock.GetTimestamp();
        try { await commit().ConfigureAwait(false); }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            EventLogInstruments.Committed(clock.GetElapsedTime(since), tags, fault);
            throw;
        }
        EventLogInstruments.Committed(clock.GetElapsedTime(since), tags);
    }
}
