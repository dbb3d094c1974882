using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StockNow.Host.Dashboard;

/// <summary>Writes the pipeline's rates and lag into the log every ten seconds, when something moved.</summary>
internal sealed partial class SummaryLog(PipelineObserver observer, TimeProvider time, ILogger<SummaryLog> log) : BackgroundService
{
    /// <summary>The pause between two summaries.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var before = await observer.LookAsync(stoppingToken);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = await observer.LookAsync(stoppingToken);
                if (SummaryLine.Moved(before, now))
                {
                    var summary = SummaryLine.Of(now);
                    Summed(summary);
                }
                before = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stages}")]
    partial void Summed(string stages);
}
