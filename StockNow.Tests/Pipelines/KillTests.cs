using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>kill -9 at any moment loses nothing and doubles nothing, whatever the event log.</summary>
abstract class KillTests
{
    /// <summary>How often the whole program is killed; 20 unless the environment says more.</summary>
    static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("STOCKNOW_KILL_ROUNDS"), out var rounds) ? rounds : 20;

    /// <summary>Arguments that choose the event log, made empty for the test.</summary>
    protected abstract Task<string[]> EmptyLogAsync();

    [LongRun]
    [Test]
    public async Task Kills_of_the_whole_program_change_no_number()
    {
        var rounds = Rounds;
        using var folder = new TempFolder();
        var file = ReadingsFile.RealOrMade(folder);
        var random = Pipeline.SeededRandom();
        var log = await EmptyLogAsync();
        string[] arguments = [.. Arguments(folder, file, seconds: 1.2 * rounds, "all"), .. log];
        for (var kill = 0; kill < rounds; kill++)
        {
            await using var run = HostProcess.Start(arguments);
            await Task.Delay(random.Next(300, 2200));
            await run.KillAsync();
        }

        var last = await HostProcess.RunAsync(arguments);

        last.ExitCode.Should().Be(0, last.Err);
        Pipeline.TotalsOf(last).Should().Be((file.Readings, file.Alerts, file.Alerts, file.Readings, 0));
        await Pipeline.ShouldBeClean(folder["data"], log);
    }

    [LongRun]
    [Test]
    public async Task Stages_in_processes_of_their_own_killed_now_and_then_change_no_number()
    {
        using var folder = new TempFolder();
        var file = ReadingsFile.RealOrMade(folder);
        var random = Pipeline.SeededRandom();
        var log = await EmptyLogAsync();
        string[] stages = ["simulator", "alert-filter", "alert-handler", "storage"];
        var runs = stages.Select(stage => HostProcess.Start([.. Arguments(folder, file, seconds: 15, stage), .. log])).ToArray();
        for (var kill = 0; kill < 12; kill++)
        {
            await Task.Delay(random.Next(200, 1200));
            var victim = random.Next(runs.Length);
            await runs[victim].DisposeAsync();
            runs[victim] = HostProcess.Start([.. Arguments(folder, file, seconds: 15, stages[victim]), .. log]);
        }
        foreach (var run in runs) (await run.ExitAsync()).Should().Be(0, run.Err);

        var all = await HostProcess.RunAsync([.. Arguments(folder, file, seconds: 1, "all"), .. log]);

        Pipeline.TotalsOf(all).Should().Be((file.Readings, file.Alerts, file.Alerts, file.Readings, 0));
        await Pipeline.ShouldBeClean(folder["data"], log);
        foreach (var run in runs) await run.DisposeAsync();
    }

    // Small ranges and short drains, so that a kill finds every kind of work under way.
    static string[] Arguments(TempFolder folder, ReadingsFile file, double seconds, string stages) =>
    [
        $"--stages={stages}", "--until-drained", "--output=json", $"--DataFolder={folder["data"]}", $"--Simulator:Replay:File={file.Path}",
        FormattableString.Invariant($"--Simulator:Replay:Speed={file.Span.TotalSeconds / seconds:0}"), "--Storage:FirstAge=300ms", "--Storage:MaxAge=1s",
        "--Drain:Quiet=4s",
    ];
}

/// <summary>On the embedded log.</summary>
sealed class EmbeddedKillTests : KillTests
{
    protected override Task<string[]> EmptyLogAsync() => Task.FromResult<string[]>([]);
}

/// <summary>On a real broker that is this test's alone.</summary>
[Category("Kafka")]
sealed class KafkaKillTests : KillTests
{
    protected override Task<string[]> EmptyLogAsync() => KafkaService.EmptyAsync();
}
