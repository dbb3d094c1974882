using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StockNow.Host.Dashboard;
using StockNow.Host.Display;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Dashboard;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>C12: a picture that fails ends alone, with one line; the run continues.</summary>
sealed class C12_PicturesTests
{
    [Test]
    public async Task Live_picture_that_fails_says_so_once_and_gives_the_log_back()
    {
        var time = new FakeTimeProvider();
        using var metrics = new StageMetrics(StageNames.Storage);
        using StringWriter terminal = new(), error = new();
        using var panel = new LogPanel(time, error);
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(panel));
        var source = new FixedLag(() => Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>()));
        var observer = new PipelineObserver([(metrics, new StageStatus(StageNames.Storage))], new LagWatch(source, time, TimeSpan.FromMilliseconds(100)), time,
            TimeSpan.FromSeconds(5));
        using var dashboard = new LiveDashboard(
            Pictures.Console(terminal, ansi: true), observer, new PictureView("/srv", ZoneTime.Utc), panel,
            () => throw new InvalidOperationException("no such shelf"), new AnswersPanel(), time,
            factory.CreateLogger<LiveDashboard>());

        await dashboard.StartAsync(default);
        await dashboard.ExecuteTask!;

        error.ToString().Should().EndWith("warn  LiveDashboard: The live view has ended; the stages continue: no such shelf" + Environment.NewLine);
    }

    [Test]
    public async Task Summaries_that_fail_say_so_once()
    {
        var log = new RecordedLog<SummaryPrinter>();
        using var metrics = new StageMetrics(StageNames.Storage);
        var observer = new PipelineObserver([(metrics, null!)],
            new LagWatch(new FixedLag(() => throw new InvalidOperationException()), TimeProvider.System, TimeSpan.FromSeconds(1)), TimeProvider.System,
            TimeSpan.FromSeconds(5));
        using var summary = new SummaryPrinter(observer, TimeProvider.System, log);

        await summary.StartAsync(default);
        await summary.ExecuteTask!;

        log.Warnings.Should().ContainSingle().Which.Should().StartWith("The summaries have ended; the stages continue: ");
    }
}
