using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.AlertHandler;

namespace StockNow.Host.Dashboard;

/// <summary>Writes missing-product reports into the log, as many as a person can follow; of the rest it says that there are more.</summary>
internal sealed partial class ReportPrinter(RecentReports reports, TimeProvider time, ILogger<ReportPrinter> log) : IHostedService
{
    const int LinesPerSecond = 10;

    readonly Lock _gate = new();
    long _second;
    int _lines;
    bool _hasMore;

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
        lock (_gate) TellOfMore();
        return Task.CompletedTask;
    }

    void Show(MissingProductReport report)
    {
        lock (_gate)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second != _second)
            {
                TellOfMore();
                (_second, _lines) = (second, 0);
            }
            if (++_lines > LinesPerSecond)
            {
                _hasMore = true;
                return;
            }
        }
        Reported(report.Store, report.SensorId, report.ProductId, report.Quantity, report.Threshold, report.MissingQuantity,
            report.HighPriority ? $", in season ({report.Season})" : "");
    }

    void TellOfMore()
    {
        if (_hasMore) More();
        _hasMore = false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "... and more reports than fit here; all of them are in the topic instocknow-missing-products")]
    partial void More();

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Missing at {Store} {Sensor}: {Product}, {Quantity} left of at least {Threshold}; bring {Missing}{Priority}")]
    partial void Reported(string store, string sensor, string product, int quantity, int threshold, long missing, string priority);
}
