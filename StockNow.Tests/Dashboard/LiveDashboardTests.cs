using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Host.Dashboard;
using StockNow.Host.Display;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;

namespace StockNow.Tests.Dashboard;

public sealed class LiveDashboardTests
{
    const string ShowCursor = "\u001b[?25h", HideCursor = "\u001b[?25l";

    [Test]
    public async Task The_last_picture_stays_and_the_log_goes_back_to_lines()
    {
        var time = new FakeTimeProvider();
        using var metrics = new StageMetrics(StageNames.Storage);
        using StringWriter terminal = new(), error = new();
        using var panel = new LogPanel(time, error);
        var status = new StageStatus(StageNames.Storage);
        var source = new FixedLag(() => Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>()));
        var observer = new PipelineObserver([(metrics, status)], new LagWatch(source, time, TimeSpan.FromMilliseconds(100)), time, TimeSpan.FromSeconds(5));
        var console = Pictures.Console(TextWriter.Synchronized(terminal), ansi: true);
        using var dashboard = new LiveDashboard(console, observer, new PictureView("/srv/stock", ZoneTime.Utc), panel, () => Pictures.Shelves(1),
            new AnswersPanel(), time, NullLogger<LiveDashboard>.Instance);

        await dashboard.StartAsync(default);
        while (source.Asked < 1) await Task.Yield();
        metrics.AddReceived(84_533);
        status.Enter(StageState.Done);
        await dashboard.StopAsync(default);

        var drawn = terminal.ToString();
        drawn.Should().StartWith(HideCursor).And.EndWith(ShowCursor);
        drawn[drawn.LastIndexOf("StockNow, up", StringComparison.Ordinal)..].Should()
            .Contain("done").And.Contain("84,533").And.Contain("EMPTY");
        panel.CreateLogger("Host").Log(Microsoft.Extensions.Logging.LogLevel.Information, default, "bye", null, (text, _) => text);
        error.ToString().Should().EndWith("Host: bye" + Environment.NewLine);
    }

    [Test]
    public async Task Answers_take_the_place_of_the_ones_before_with_their_flush()
    {
        await using var answers = new AnswersPanel();
        await answers.WriteLineAsync("Answers so far: 12 readings.");
        answers.Lines.Should().BeEmpty();
        await answers.FlushAsync();
        await answers.FlushAsync();
        answers.Lines.Should().Equal("Answers so far: 12 readings.");
        await answers.WriteLineAsync("Answers so far: 13 readings.");
        await answers.WriteLineAsync("  Short most often: ski.");
        await answers.FlushAsync();
        answers.Lines.Should().Equal("Answers so far: 13 readings.", "  Short most often: ski.");
    }
}
