using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StockNow.Host.Dashboard;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;

namespace StockNow.Tests.Dashboard;

public sealed class SummaryPrinterTests
{
    [Test]
    public void The_summary_gives_rates_lag_state_and_work() => SummaryLine.Of(Pictures.Of(
        Pictures.Row(StageNames.Simulator, receivedRate: 12_000, sentRate: 12_000, progress: new Progress("replaying a.ndjson", 0.5, TimeSpan.FromSeconds(9))),
        Pictures.Row(StageNames.AlertFilter, receivedRate: 2.5, sentRate: 1, lag: 84_533),
        Pictures.Row(StageNames.Storage, StageState.Unhealthy, "the disk is full"))).Should()
        .Be("simulator: 12,000/s in, 12,000/s out, replaying a.ndjson 50 %, 9 s left | alert-filter: 2.5/s in, 1/s out, lag 84,533 | storage unhealthy: 0/s "
        + "in, 0/s out");

    [Test]
    public async Task A_summary_is_written_only_when_something_moved()
    {
        var time = new FakeTimeProvider();
        using var metrics = new StageMetrics(StageNames.Storage);
        using var error = new StringWriter();
        using var panel = new LogPanel(time, error);
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(panel));
        var source = new FixedLag(() => Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>()));
        var observer = new PipelineObserver([(metrics, new StageStatus(StageNames.Storage))], new LagWatch(source, time, TimeSpan.FromSeconds(2)), time,
            SummaryPrinter.Interval);
        using var summary = new SummaryPrinter(observer, time, factory.CreateLogger<SummaryPrinter>());

        await summary.LookAsync(default);
        time.Advance(SummaryPrinter.Interval);
        await summary.LookAsync(default);
        metrics.AddReceived(20);
        metrics.AddSent(20);
        time.Advance(SummaryPrinter.Interval);
        await summary.LookAsync(default);

        error.ToString().Should().EndWith("info  SummaryPrinter: storage starting: 2/s in, 2/s out" + Environment.NewLine);
        error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
    }

    [Test]
    public void Time_alone_moves_nothing()
    {
        var row = Pictures.Row(received: 1, dropped: [("malformed", 1)]);
        SummaryLine.Moved(Pictures.Of(row), new PipelinePicture(TimeSpan.FromHours(1), [row with { Dropped = [("malformed", 1)] }])).Should().BeFalse();
        SummaryLine.Moved(Pictures.Of(row), Pictures.Of(row with { Dropped = [("malformed", 2)] })).Should().BeTrue();
        SummaryLine.Moved(Pictures.Of(row), Pictures.Of(row with { Lag = 1 })).Should().BeTrue();
    }
}
