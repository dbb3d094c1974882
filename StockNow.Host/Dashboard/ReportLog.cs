using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.AlertHandler;

namespace StockNow.Host.Dashboard;

/// <summary>Writes missing-product reports into the log, as many as a person can follow; the rest is counted.</summary>
internal sealed partial class ReportLog(RecentReports reports, TimeProvider time, ILogger<ReportLog> log) : IHostedService
{
    const int LinesPerSecond = 10;

    readonly Lock _gate = new();
    long _second;
    int _lines;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        reports.Shown += Show;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        reports.Shown -= Show;
        return Task.CompletedTask;
    }

    void Show(MissingProductReport report)
    {
        lock (_gate)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second != _second) (_second, _lines) = (second, 0);
            if (++_lines > LinesPerSecond) return;
        }
        Reported(report.Store, report.SensorId, report.ProductId, report.Quantity, report.Threshold, report.MissingQuantity,
            report.HighPriority ? $", in season ({report.Season})" : "");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Missing at {Store} {Sensor}: {Product}, {Quantity} left of at least {Threshold}; bring {Missing}{Priority}")]
    partial void Reported(string store, string sensor, string product, int quantity, int threshold, long missing, string priority);
}
