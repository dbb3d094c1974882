using StockNow.Host.Answers;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>F6, 2.19: a run that met dead letters says so at its end, and never gives the advice to do what was just done.</summary>
sealed class F6_NothingWasAReadingTests
{
    [Test]
    public async Task Replay_of_bad_lines_points_to_the_dead_letters()
    {
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(folder["bad.ndjson"], Enumerable.Range(0, 6).Select(line => $"not a reading {line}"));

        var run = await HostProcess.RunAsync("--stages=all", "--until-drained", $"--DataFolder={folder["data"]}",
            $"--Simulator:Replay:File={folder["bad.ndjson"]}");

        (run.Out + run.Err).Should().Contain("6 records could not be processed and are dead letters. `stocknow dead-letters list`, with the same settings, "
            + "shows why.")
            .And.NotContain("Let the pipeline run");
    }

    [Test]
    public async Task Single_dead_letter_among_readings_is_reported_too()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["one.ndjson"], "{}\n");

        var run = await HostProcess.RunAsync("--stages=simulator,alert-filter,alert-handler", "--until-drained", $"--DataFolder={folder["data"]}",
            $"--Simulator:Replay:File={folder["one.ndjson"]}");

        run.Err.Should().Contain("1 record could not be processed and is a dead letter.");
    }

    [TestCase(0, "No data yet: the lake holds no readings. Let the pipeline run")]
    [TestCase(1, "No data: the lake holds no readings, and this run has sent 1 record to the dead letters.")]
    [TestCase(6, "No data: the lake holds no readings, and this run has sent 6 records to the dead letters.")]
    public void Empty_lake_is_explained(long deadLetters, string beginning) => NoData.Text(deadLetters).Should().StartWith(beginning);
}
