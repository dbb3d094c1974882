using System.Text.Json;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Analysis as a process of its own.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class AnalysisRunTests : IDisposable
{
    readonly TempFolder _folder = new();

    string Data => $"--DataFolder={_folder["data"]}";

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Quietly_it_writes_nothing_but_the_answers()
    {
        await FillAsync();

        await using var run = await HostProcess.RunAsync("--stages=analysis", "--quiet", Data);

        run.ExitCode.Should().Be(0);
        run.Err.Should().BeEmpty();
        run.Out.Should().StartWith("There are 400 readings").And.Contain("Which products run short most often?");
    }

    [Test]
    public async Task Over_an_empty_lake_it_is_kind_and_its_exit_code_is_0()
    {
        await using var run = await HostProcess.RunAsync("--stages=analysis", "--quiet", Data);

        (run.ExitCode, run.Out).Should().Be((0, "No data yet: the lake holds no readings. Let the pipeline run with --stages=all,\n"
            + "or replay a file with --Simulator:Replay:File=<file>, and ask again.\n"));
    }

    [Test]
    public async Task Filters_choose_the_readings()
    {
        await FillAsync();

        await using var all = await HostProcess.RunAsync("--stages=analysis", "--output=json", Data);
        var store = Json(all).GetProperty("stores").EnumerateObject().First();
        await using var one = await HostProcess.RunAsync(
            "--stages=analysis", "--output=json", "--store", store.Name, "--from=2025-07-05", "--to=2025-07-05", Data);
        await using var none = await HostProcess.RunAsync("--stages=analysis", "--output=json", "--to=2025-07-04", Data);

        Json(one).GetProperty("store").GetString().Should().Be(store.Name);
        Json(one).GetProperty("readings").GetInt64().Should().Be(store.Value.GetProperty("readings").GetInt64()).And.BeLessThan(400);
        Json(none).GetProperty("note").GetString().Should().Contain("no reading of the lake fits the selection");
    }

    [Test]
    public async Task All_faults_of_the_filters_are_listed_before_anything_starts()
    {
        await using var run = await HostProcess.RunAsync("--stages=analysis", "--from=2025-13-01", "--Analysis:To=yesterday", Data);

        run.ExitCode.Should().Be(2);
        run.Err.Should().Contain("Analysis:From: '2025-13-01' is not a date; write 2025-07-05").And.Contain("Analysis:To: 'yesterday' is not a date");
    }

    [Test]
    public async Task With_Repeat_it_runs_until_it_is_stopped_and_answers_what_is_new()
    {
        await using var run = HostProcess.Start("--stages=analysis", "--Analysis:Repeat=true", "--Analysis:Interval=1s", Data);
        await run.UntilAsync(one => one.Err.Contains("No data yet"));
        await FillAsync();
        await run.UntilAsync(one => one.Err.Contains("Answers so far: 400 readings"));

        run.Signal("TERM");

        (await run.ExitAsync()).Should().Be(0, run.Err);
        run.Out.Should().StartWith("There are 400 readings");
    }

    [Test]
    public async Task Next_to_other_stages_the_answers_are_fresh()
    {
        // Storage publishes much later.
        await using var run = HostProcess.Start("--stages=all", "--Simulator:Count=400", "--Simulator:Rate=400", "--Simulator:Seed=7", "--Storage:FirstAge=10m",
            "--Storage:Idle=10m", "--Analysis:Interval=1s", Data);

        await run.UntilAsync(one => one.Err.Contains("Answers so far: 400 readings"));

        run.Err.Should().NotContain("Stored offsets");
    }

    async Task FillAsync()
    {
        await using var run = await HostProcess.RunAsync(
            "--stages=simulator,storage", "--until-drained", "--Simulator:Count=400", "--Simulator:Rate=2000", "--Simulator:Stores=2", "--Simulator:Seed=7",
            Data);
        run.ExitCode.Should().Be(0, run.Err);
    }

    static JsonElement Json(HostProcess run) => JsonDocument.Parse(run.Out).RootElement;
}
