using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StockNow.Host.Dashboard;

/// <summary>Writes the pipeline's rates and lag into the log every ten seconds, when something moved.</summary>
internal sealed partial class SummaryPrinter(PipelineObserver observer, TimeProvider time, ILogger<SummaryPrinter> log) : BackgroundService
{
    /// <summary>The pause between two summaries.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    PipelinePicture? _before;

    /// <summary>Looks once, and writes a summary when something moved since the look before.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        var now = await observer.LookAsync(stop);
        if (_before is not null && SummaryLine.Moved(_before, now))
        {
            var summary = SummaryLine.Of(now);
            Summed(summary);
        }
        _before = now;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception fault)
        {
            Ended(fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The summaries have ended; the stages continue: {Fault}")]
    partial void Ended(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stages}")]
    partial void Summed(string stages);
}
