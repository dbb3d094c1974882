using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Host.Dashboard;

namespace StockNow.Tests.Dashboard;

public sealed class LogLineTests
{
    static readonly DateTimeOffset Now = new(2025, 7, 5, 15, 52, 0, 7, TimeSpan.FromHours(2));

    [Test]
    public void An_event_is_one_line_in_UTC() =>
        LogLine.Of(Now, LogLevel.Information, "StockNow.Stages.Storage.StorageWorker", "published\n  a file", null).Text.Should()
        .Be("2025-07-05T13:52:00.007Z info  StorageWorker: published | a file");

    [Test]
    public void A_warning_says_what_caused_it() =>
        LogLine.Of(Now, LogLevel.Warning, "Storage", "again", new IOException("no room", new InvalidOperationException("disk"))).Text
            .Should().Be("2025-07-05T13:52:00.007Z warn  Storage: again | IOException: no room <- InvalidOperationException: disk");

    [Test]
    public void Where_a_fault_was_thrown_is_said_on_the_debug_level_only()
    {
        var fault = Assert.Throws<IOException>(() => throw new IOException("no room"))!;

        LogLine.Of(Now, LogLevel.Debug, "Storage", "failed", fault).Text
            .Should().StartWith("2025-07-05T13:52:00.007Z debug Storage: failed | System.IO.IOException: no room | at ").And.Contain(
            nameof(LogLineTests)).And.NotContain("\n");
        var line = LogLine.Of(Now, LogLevel.Error, "Storage", "failed", fault);
        (line.IsError, line.Text).Should().Be((true, "2025-07-05T13:52:00.007Z error Storage: failed | IOException: no room"));
    }

    [Test]
    public void The_console_formatter_writes_that_line()
    {
        using var output = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "Storage", default, "late", null, (state, _) => state);
        new LineFormatter(new FakeTimeProvider(Now)).Write(entry, null, output);
        output.ToString().Should().Be("2025-07-05T13:52:00.007Z warn  Storage: late" + Environment.NewLine);
    }
}
