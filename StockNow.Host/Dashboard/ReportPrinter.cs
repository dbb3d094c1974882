using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Host.Display;
using StockNow.Stages.AlertHandler;

namespace StockNow.Host.Dashboard;

/// <summary>Writes missing-product reports into the log, as many as a person can follow; of the rest it says how many there are.</summary>
internal sealed partial class ReportPrinter(RecentReports reports, TimeProvider time, ILogger<ReportPrinter> log) : IHostedService
{
    const int LinesPerSecond = 10;

    readonly Lock _gate = new();
    long _second;
    int _lines;
    long _leftOut;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        reports.Shown += Show;
        reports.LeftOut += LeaveOut;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        reports.Shown -= Show;
        reports.LeftOut -= LeaveOut;
        lock (_gate) SayLeftOut();
        return Task.CompletedTask;
    }

    void Show(MissingProductReport report)
    {
        lock (_gate)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second != _second)
            {
                SayLeftOut();
                (_second, _lines) = (second, 0);
            }
            if (++_lines > LinesPerSecond)
            {
                _leftOut++;
                return;
            }
        }
        Reported(ShelfWords.Place(report.Store, report.SensorId), ShelfWords.Sentence(report));
    }

    void LeaveOut(long reports)
    {
        lock (_gate) _leftOut += reports;
    }

    void SayLeftOut()
    {
        if (_leftOut > 0) More(_leftOut, _leftOut == 1 ? "report" : "reports");
        _leftOut = 0;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "... and {Count:N0} more {Noun}; `stocknow reports` shows the last ones")]
    partial void More(long count, string noun);

    [LoggerMessage(Level = LogLevel.Information, Message = "Missing at {Place}: {Report}")]
    partial void Reported(string place, string report);
}
