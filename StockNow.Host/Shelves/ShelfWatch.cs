using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Shelves;

/// <summary>Keeps the shelves of the live view up to date, beside the stages and without a part in their work.</summary>
/// <param name="shelves">Reads them.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes why they cannot be read.</param>
internal sealed partial class ShelfWatch(ShelfReader shelves, TimeProvider time, ILogger<ShelfWatch> log) : BackgroundService
{
    // Where a look is expensive, as on a remote event log, looks are rarer: they take a fifth of the time at most.
    const int Restfulness = 4;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The shelves at the last look.</summary>
    public ShelfPicture Now => shelves.Picture;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var begun = time.GetTimestamp();
            try { await shelves.ReadAsync(stoppingToken); }
            catch (Exception fault) when (fault is EventLogException or UnrecoverableException or OperationCanceledException)
            {
                // Why the event log cannot be read is what the stages report themselves.
                Unread(fault.Message);
            }
            var pause = TimeSpan.FromTicks(Math.Clamp(time.GetElapsedTime(begun).Ticks * Restfulness, Pause.Ticks, LongestPause.Ticks));
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The shelves could not be read: {Fault}")]
    partial void Unread(string fault);
}
