using System.Text;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Host.Dashboard;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Dashboard;

/// <summary>The log shows as many reports as a person can follow, and says how many it leaves out.</summary>
public sealed class ReportPrinterTests
{
    [Test]
    public async Task Reports_that_are_left_out_are_counted()
    {
        var (recent, time, log) = (new RecentReports(), new FakeTimeProvider(), new RecordedLog<ReportPrinter>());
        var printer = new ReportPrinter(recent, time, log);
        await printer.StartAsync(default);
        using var metrics = new StageMetrics(StageNames.AlertHandler);
        var source = new RecordSource(new TopicPartition(TopicNames.Alerts, 0), "log");
        using var handler = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default, recent, metrics);
        var alert = Encoding.UTF8.GetBytes(
            """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":0,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""");

        for (var commit = 0; commit < 2; commit++)
        {
            for (var offset = 0; offset < 100; offset++)
                handler.Process(new LogRecord(offset, 0, default, alert, default), source, new BytesOutput());
            handler.Committing();
            handler.Committed(TimeSpan.Zero);
        }
        await printer.StopAsync(default);

        log.Messages.Select(message => message.Text).Take(10).Should().AllBe("Missing at paris-12 shelf-2: GTA6, EMPTY, threshold 5; bring 15");
        log.Messages.Select(message => message.Text).Skip(10).Should().Equal("... and 190 more reports; `stocknow reports` shows the last ones");
    }
}
