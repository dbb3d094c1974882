using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>2.18e, section 6: who stands by has not failed, and says who does the work.</summary>
sealed class U18_StandbyTests
{
    [Test]
    public async Task Second_simulator_stands_by_in_one_line_and_is_not_called_a_failure()
    {
        using var folder = new TempFolder();
        string[] simulator = ["--stages=simulator", $"--DataFolder={folder.Path}", "--Restart:LongestPause=200ms"];
        await using var first = HostProcess.Start(simulator);
        await first.UntilAsync(_ => File.Exists(folder["event-log", "claims", "writer.simulator.owner"]));
        await using var second = HostProcess.Start(simulator);

        await second.UntilAsync(run => run.Err.Contains("stands by"));

        second.Err.Should().MatchRegex(@"info  StageRunner: Stage simulator stands by: The writer 'simulator' of the event log .* is in use by "
            + @"process \d+\. It takes over when that one ends\.")
            .And.NotContain("failed");
    }
}
