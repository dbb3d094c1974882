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
        _log.Log(LogLevel.Information, "before");
        _panel.Show();
        _log.Log(LogLevel.Information, "during");
        _panel.Hide();
        _log.Log(LogLevel.Error, "after");
        _error.ToString().Should().Contain("before").And.Contain("after").And.NotContain("during");
    }

    [Test]
    public void The_picture_gets_the_last_warnings_and_errors()
    {
        _panel.Show();
        for (var i = 1; i <= 7; i++) _log.Log(LogLevel.Warning, "warning {Number}", i);
        _log.Log(LogLevel.Information, "nothing to worry about");
        _panel.Lines.Select(line => line.Text[^9..]).Should().Equal("warning 3", "warning 4", "warning 5", "warning 6", "warning 7");
        _error.ToString().Should().BeEmpty();
    }
}
