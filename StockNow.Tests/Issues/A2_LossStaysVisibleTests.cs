using System.Globalization;
using System.Text.Json.Nodes;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>A loss is still named after the stages have continued after it, and a lake that can be made whole again is clean afterwards.</summary>
sealed class A2_LossStaysVisibleTests
{
    readonly TempFolder _finished = new();

    [OneTimeSetUp]
    public async Task RunTwice()
    {
        for (var day = 0; day < 2; day++)
        {
            using var folder = new TempFolder();
            var file = ReadingsFile.Make(folder, 60, TimeSpan.FromMinutes(50));
            await File.WriteAllLinesAsync(_finished[$"day{day}.ndjson"], File.ReadLines(file.Path)
                .Select(line => line.Replace("shelf-", $"day-{day}-shelf-", StringComparison.Ordinal)));
            var run = await RunAsync(_finished["data"], "--stages=simulator,alert-filter,alert-handler,storage",
                $"--Simulator:Replay:File={_finished[$"day{day}.ndjson"]}");
            run.ExitCode.Should().Be(0, run.Err);
        }
    }

    [OneTimeTearDown]
    public void RemoveRun() => _finished.Dispose();

    [Test]
    public async Task Ranges_that_the_log_can_no_longer_give_back_are_missed_for_ever()
    {
        using var data = new DataFolder(_finished["data"]);
        RemoveNewest(data, ranges: 3);
        // As retention may do with what every group has read; the last batch stays.
        var cut = data.Batch(TopicNames.Input, -1);
        cut.Should().BeGreaterThan(30);
        data.Sql(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM batch WHERE topic = '{TopicNames.Input}' AND base_offset < {cut}"));
        data.Sql(string.Create(CultureInfo.InvariantCulture, $"INSERT OR REPLACE INTO retention VALUES ('{TopicNames.Input}', 0, {cut})"));

        var before = await AuditAsync(data);
        var storage = await RunAsync(data.Path, "--stages=storage");
        var after = await AuditAsync(data);
        var verify = await HostProcess.RunAsync("lake", "verify", $"--DataFolder={data.Path}");

        before.ExitCode.Should().Be(3);
        before.Out.Should().Contain($"offsets 30 to {cut - 1} (up to {cut - 30} readings) were removed from the event log before storage "
            + $"stored them").And.Contain("storage has committed offset 120, but the lake holds its ranges only up to offset 29");
        storage.ExitCode.Should().Be(0, storage.Err);
        (after.ExitCode, verify.ExitCode).Should().Be((3, 3), after.Out + verify.Out);
        after.Out.Should().Contain($"30 to {cut - 1}");
        verify.Out.Should().Contain($"30 to {cut - 1}");
    }

    [Test]
    public async Task A_lake_that_was_removed_is_made_again_from_what_the_log_holds([Values(4, 2)] int ranges)
    {
        using var data = new DataFolder(_finished["data"]);
        if (ranges == 4) Directory.Delete(data.Lake, recursive: true);
        else RemoveNewest(data, ranges);

        (await AuditAsync(data)).ExitCode.Should().Be(3);
        (await RunAsync(data.Path, "--stages=storage")).ExitCode.Should().Be(0);

        var after = await AuditAsync(data);
        (after.ExitCode, after.Out.Contains("120 readings = 120 stored + 0 malformed", StringComparison.Ordinal)).Should().Be((0, true), after.Out);
    }

    static Task<HostProcess> RunAsync(string folder, params string[] arguments) =>
        HostProcess.RunAsync([.. arguments, "--until-drained", $"--DataFolder={folder}", "--Storage:MaxRows=30", "--Storage:CheckpointEvery=2",
        "--Drain:Quiet=0:00:00.2"]);

    static Task<HostProcess> AuditAsync(DataFolder data) => HostProcess.RunAsync("audit", $"--DataFolder={data.Path}");

    static void RemoveNewest(DataFolder data, int ranges)
    {
        foreach (var checkpoint in data.Checkpoints) File.Delete(checkpoint);
        foreach (var intent in data.Intents.TakeLast(ranges))
        {
            foreach (var file in JsonNode.Parse(File.ReadAllText(intent))!["files"]!.AsArray())
                File.Delete(Path.Combine(data.Lake, file!["path"]!.GetValue<string>()));
            File.Delete(intent);
        }
    }
}
