using System.Text.Json;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>What the pipeline tests ask of the program and of its data folder.</summary>
static class Pipeline
{
    /// <summary>The totals of the JSON that a bounded run printed.</summary>
    public static (long Readings, long Alerts, long Reports, long Rows, long DeadLetters) TotalsOf(HostProcess run)
    {
        using var json = JsonDocument.Parse(run.Out);
        var totals = json.RootElement.GetProperty("totals");
        return (Number("readings"), Number("alerts"), Number("reports"), Number("rows_stored"), Number("dead_letters"));

        long Number(string name) => totals.GetProperty(name).GetInt64();
    }

    /// <summary>Audits the data folder with the program's own command.</summary>
    public static async Task ShouldBeClean(string dataFolder, params string[] log)
    {
        var audit = await HostProcess.RunAsync(["audit", $"--DataFolder={dataFolder}", .. log]);
        audit.ExitCode.Should().Be(0, audit.Out + audit.Err);
        audit.Out.Should().EndWith("Clean: nothing lost, nothing twice.\n");
    }

    /// <summary>A random moment, the same for the same seed; the seed is in the test's output, so that a run can be repeated.</summary>
    public static Random SeededRandom()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STOCKNOW_TEST_SEED"), out var given) ? given : Environment.TickCount;
        TestContext.Out.WriteLine($"STOCKNOW_TEST_SEED={seed}");
        return new Random(seed);
    }
}
