using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>A run as a newcomer sees it.</summary>
sealed class RunTests
{
    [Test]
    public async Task A_newcomer_sees_readings_reports_files_and_answers()
    {
        using var folder = new TempFolder();
        await using var run = HostProcess.Start("--stages=all", $"--DataFolder={folder.Path}");

        await run.UntilAsync(all => all.Err.Contains("Missing at") && all.Err.Contains("Stored offsets") && all.Err.Contains("Answers so far:"));

        run.Err.Should().Contain("simulator -> alert-filter -> alert-handler -> storage -> analysis").And.Contain(folder.Path);
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("HUP")]
    public async Task A_signal_lets_every_stage_finish_and_ends_with_exit_code_0(string signal)
    {
        using var folder = new TempFolder();
        await using var run = HostProcess.Start("--stages=all", $"--DataFolder={folder.Path}", "--Simulator:Rate=2000");
        await run.UntilAsync(all => all.Err.Contains("Missing at"));

        run.Signal(signal);

        (await run.ExitAsync()).Should().Be(0, run.Err);
        var audit = await HostProcess.RunAsync("audit", $"--DataFolder={folder.Path}");
        audit.Out.Should().EndWith("Clean: nothing lost, nothing twice.\n").And.NotContain("waiting");
    }

    [Test]
    public async Task A_second_run_on_the_same_folder_stands_by_and_takes_over()
    {
        using var folder = new TempFolder();
        string[] consumers = ["--stages=alert-filter,alert-handler,storage", $"--DataFolder={folder.Path}"];
        await using var source = HostProcess.Start("--stages=simulator", $"--DataFolder={folder.Path}", "--Simulator:Rate=500");
        await using var first = HostProcess.Start(consumers);
        await first.UntilAsync(run => run.Err.Contains("Missing at"));
        await using var second = HostProcess.Start(consumers);
        await second.UntilAsync(run => run.Err.Contains("Group instocknow-alert-filter stands by"));

        await first.KillAsync();

        await second.UntilAsync(run => run.Err.Contains("Group instocknow-alert-filter now holds all partitions") && run.Err.Contains("Missing at"));
    }

    [Test]
    public async Task All_faults_of_the_configuration_are_listed_at_once_before_anything_starts()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["file"], "in the way");

        var run = await HostProcess.RunAsync("--stages=all,alertfilter", $"--DataFolder={folder["file", "data"]}", "--Simulator:Intervall=5s",
            "--Storage:MaxAge=-5s");

        run.ExitCode.Should().Be(2);
        run.Out.Should().BeEmpty();
        run.Err.Should().StartWith("The configuration has 4 faults; nothing was started.")
            .And.Contain("Simulator:Intervall: is not a setting; did you mean Simulator:Interval?")
            .And.Contain("Storage:MaxAge: -5 s is out of range")
            .And.Contain("stage 'alertfilter' is not known; did you mean 'alert-filter'?")
            .And.Contain("DataFolder");
    }

    [Test]
    public async Task A_damaged_event_log_ends_the_run_with_exit_code_1_and_says_what_to_do()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["event-log"]);
        await File.WriteAllTextAsync(folder["event-log", "stocknow.db"], new string('x', 100_000));

        var run = await HostProcess.RunAsync("--stages=all", $"--DataFolder={folder.Path}");

        run.ExitCode.Should().Be(1);
        run.Err.Should().Contain("stocknow.db is damaged").And.Contain("To start over, move the whole data folder");
    }

    [Test]
    public async Task Analysis_alone_over_no_data_is_kind_and_no_failure()
    {
        using var folder = new TempFolder();

        var run = await HostProcess.RunAsync("--stages=analysis", $"--DataFolder={folder.Path}");

        run.ExitCode.Should().Be(0, run.Err);
        run.Out.Should().Contain("No data yet");
    }
}
