using Microsoft.Extensions.Logging;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Forgets old batches now and then, a few at a time so that writers wait for milliseconds only. One process does it for all.</summary>
sealed class Retention(string folder, EventLogOptions options, Func<CancellationToken, Task<LogFile>> open, TimeProvider clock, ILogger logger)
{
    const int BatchesAtOnce = 50, PagesAtOnce = 512;

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Retention.CheckInterval, clock);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            try
            {
                using var claim = Claim.TryTake(folder, "retention");
                if (claim is not null) await ForgetAsync(stop).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is EventLogException or UnrecoverableException or IOException)
            {
                EmbeddedLogLog.RetentionFailed(logger, fault.Message);
            }
        }
    }

    /// <summary>Forgets what may go by age, then what may go by size.</summary>
    public async Task ForgetAsync(CancellationToken stop)
    {
        using var log = await open(stop).ConfigureAwait(false);
        var tooOld = (clock.GetUtcNow() - options.Retention.MaxAge).ToUnixTimeMilliseconds();
        var forgotten = 0;
        for (int some; (some = log.Forget(tooOld, BatchesAtOnce)) > 0 && !stop.IsCancellationRequested; forgotten += some) log.Shrink(PagesAtOnce);
        if (options.Retention.MaxSize is { } size)
            for (int some; log.UsedBytes() > size.Bytes && (some = log.Forget(long.MaxValue, BatchesAtOnce)) > 0 && !stop.IsCancellationRequested; forgotten += some)
                log.Shrink(PagesAtOnce);
        if (forgotten > 0) EmbeddedLogLog.BatchesForgotten(logger, forgotten, folder);
    }
}
