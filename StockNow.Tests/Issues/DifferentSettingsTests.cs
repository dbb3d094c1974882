using StockNow.Contracts.Topics;
using StockNow.Tests.Audit;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Filter and storage that ran with other limits judge one reading differently: the audit names what that leads to, and why.</summary>
sealed class DifferentSettingsTests
{
    static readonly string[] Alerts = ["--stages=simulator,alert-filter,alert-handler", "--until-drained"],
        Storage = ["--stages=storage", "--until-drained", "--Drain:Quiet=0:00:00.5"];

    TempFolder _folder = null!;

    [SetUp]
    public Task WriteReadings() => File.WriteAllTextAsync((_folder = new TempFolder())["readings.ndjson"],
        string.Concat(Enumerable.Range(0, 20).Select(n => AuditedLog.Reading($"{new string('x', 100)}{n}") + "\n")));

    [TearDown]
    public void RemoveReadings() => _folder.Dispose();

    [Test]
    public async Task Readings_that_storage_refused_and_the_filter_accepted_are_missing_rows_with_their_cause()
    {
        await RunAsync(Alerts);
        await RunAsync([.. Storage, "--MaxIdBytes=64"]);

        var audit = await HostProcess.RunAsync("audit", $"--DataFolder={_folder["data"]}");

        audit.ExitCode.Should().Be(3, audit.Out);
        audit.Out.Should().Contain("the rows of 20 offsets are missing: 0-19").And.Contain(
            "note: of the missing rows, 20 can be refused as malformed: storage ran with other settings");
    }

    [Test]
    public async Task Readings_that_were_stored_and_sent_back_from_the_dead_letters_are_in_the_lake_twice()
    {
        await RunAsync([.. Alerts, "--MaxIdBytes=64"], exitCode: 1); // the replay reports that no line of the file is a reading
        await RunAsync(Storage);
        await Pipeline.ShouldBeClean(_folder["data"]);
        await RunAsync(["dead-letters", "replay"]);
        await RunAsync(["--stages=alert-filter,alert-handler,storage", "--until-drained", "--Drain:Quiet=0:00:00.5"]);

        var audit = await HostProcess.RunAsync("audit", $"--DataFolder={_folder["data"]}");

        audit.ExitCode.Should().Be(3, audit.Out);
        audit.Out.Should().Contain($"{TopicNames.Input}-0: 20 readings are in the lake twice, once as stored and once from a dead letter that was sent back: "
            + "offsets 0-19.");
    }

    async Task RunAsync(string[] arguments, int exitCode = 0)
    {
        string[] replay = arguments[0].Contains("simulator", StringComparison.Ordinal) ? [$"--Simulator:Replay:File={_folder["readings.ndjson"]}"] : [];
        var run = await HostProcess.RunAsync([.. arguments, $"--DataFolder={_folder["data"]}", .. replay]);
        run.ExitCode.Should().Be(exitCode, run.Err);
    }
}
