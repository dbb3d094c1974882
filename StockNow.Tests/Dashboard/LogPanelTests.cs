using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StockNow.Host.Dashboard;

namespace StockNow.Tests.Dashboard;

public sealed class LogPanelTests
{
    StringWriter _error = null!;
    LogPanel _panel = null!;
    ILogger _log = null!;

    [SetUp]
    public void MakePanel()
    {
        _error = new StringWriter();
        _panel = new LogPanel(new FakeTimeProvider(), _error);
        _log = _panel.CreateLogger("Storage");
    }

    [TearDown]
    public void Dispose()
    {
        _panel.Dispose();
        _error.Dispose();
    }

    [Test]
    public void Before_and_after_the_picture_each_event_is_a_line()
    {
        Say(LogLevel.Information, "before");
        _panel.Show();
        Say(LogLevel.Information, "during");
        _panel.Hide();
        Say(LogLevel.Error, "after");
        _error.ToString().Should().Contain("before").And.Contain("after").And.NotContain("during");
    }

    [Test]
    public void The_picture_gets_the_last_warnings_and_errors()
    {
        _panel.Show();
        for (var i = 1; i <= 7; i++) Say(LogLevel.Warning, $"warning {i}");
        Say(LogLevel.Information, "nothing to worry about");
        _panel.Lines.Select(line => line.Text[^9..]).Should().Equal("warning 3", "warning 4", "warning 5", "warning 6", "warning 7");
        _error.ToString().Should().BeEmpty();
    }

    void Say(LogLevel level, string message) => _log.Log(level, default, message, null, (text, _) => text);
}
