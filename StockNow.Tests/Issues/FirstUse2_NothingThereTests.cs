using System.Text.Json;
using StockNow.Contracts.Topics;
using StockNow.Tests.Audit;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Where there is nothing, nothing is called clean: the commands say where they looked, and make nothing there.</summary>
sealed class FirstUse2_NothingThereTests
{
    readonly TempFolder _folder = new();

    [OneTimeSetUp]
    public async Task RunOnce()
    {
        await File.WriteAllLinesAsync(_folder["readings.ndjson"], [AuditedLog.Reading("shelf-1"), "no reading", AuditedLog.Reading("shelf-2", alert: false)]);
        var run = await HostProcess.RunAsync("--stages=simulator,alert-filter,alert-handler,storage", "--until-drained", $"--DataFolder={_folder["data"]}",
            $"--Simulator:Replay:File={_folder["readings.ndjson"]}", "--Drain:Quiet=0:00:00.2");
        run.ExitCode.Should().Be(0, run.Err);
    }

    [OneTimeTearDown]
    public void RemoveRun() => _folder.Dispose();

    [TestCase("audit", "Nothing to audit: ")]
    [TestCase("lake verify", "Nothing to verify: ")]
    [TestCase("dead-letters list", "There are no dead letters to list: ")]
    public async Task A_mistyped_folder_is_named_exit_code_4_and_not_made(string command, string said)
    {
        var run = await RunAsync(command, "dtaa");

        run.ExitCode.Should().Be(4, run.Out + run.Err);
        (run.Out + run.Err).Should().Contain(said).And.Contain(_folder["dtaa"]);
        Directory.Exists(_folder["dtaa"]).Should().BeFalse();
    }

    [Test]
    public async Task A_log_in_which_nothing_was_ever_written_is_nothing_to_audit()
    {
        await using var log = await AuditedLog.MakeAsync(partitions: 1);

        var report = await log.AuditAsync();

        (report.IsEmpty, report.IsClean).Should().Be((true, false));
    }

    [Test]
    public async Task A_lake_without_its_event_log_is_not_clean_but_can_be_verified_alone()
    {
        using var data = new DataFolder(_folder["data"]);
        Directory.Delete(data.EventLog, recursive: true);

        var audit = await HostProcess.RunAsync("audit", $"--DataFolder={data.Path}");
        var verify = await HostProcess.RunAsync("lake", "verify", $"--DataFolder={data.Path}");

        audit.ExitCode.Should().Be(3, audit.Out);
        audit.Out.Should().Contain("the lake: it holds 2 rows of event log ").And.Contain(", which is not there.").And.NotContain("Clean");
        verify.ExitCode.Should().Be(0, verify.Out + verify.Err);
        verify.Out.Should().StartWith($"Lake: local folder {data.Lake}\n").And.Contain("note: there is no event log to compare the lake with").And.Contain(
            "1 range, 3 records = 2 rows in 1 file + 1 malformed");
    }

    [Test]
    public async Task An_event_log_without_its_lake_is_not_clean_to_either_proof()
    {
        using var data = new DataFolder(_folder["data"]);
        Directory.Delete(data.Lake, recursive: true);

        var audit = await HostProcess.RunAsync("audit", $"--DataFolder={data.Path}");
        var verify = await HostProcess.RunAsync("lake", "verify", $"--DataFolder={data.Path}");

        (audit.ExitCode, verify.ExitCode).Should().Be((3, 3));
        audit.Out.Should().Contain("3 readings = 0 stored + 1 malformed + 2 MISSING").And.Contain(
            "storage has committed offset 3, but the lake holds no range of it");
        verify.Out.Should().Contain("storage has committed offset 3, but the lake holds no range of it").And.Contain("NOT CLEAN: 1 finding.");
    }

    [Test]
    public async Task A_log_without_dead_letters_says_where_it_looked_and_is_fine()
    {
        using var data = new DataFolder(_folder["data"]);
        data.Sql($"DELETE FROM batch WHERE topic = '{TopicNames.DeadLetters}'");

        var list = await HostProcess.RunAsync("dead-letters", "list", $"--DataFolder={data.Path}");

        list.ExitCode.Should().Be(0, list.Err);
        list.Err.Should().Be($"No dead letters in embedded (SQLite), {data.EventLogFile}.\n");
    }

    [Test]
    public async Task Dead_letters_are_listed_for_programs_too()
    {
        var list = await RunAsync("dead-letters list", "data", "--output=json");

        list.ExitCode.Should().Be(0, list.Err);
        using var json = JsonDocument.Parse(list.Out);
        json.RootElement.GetProperty("total").GetInt64().Should().Be(1);
        var letter = json.RootElement.GetProperty("dead_letters")[0];
        (letter.GetProperty("partition").GetString(), letter.GetProperty("offset").GetInt64(), letter.GetProperty("value").GetString()).Should()
            .Be(("instocknow-dead-letters-0", 0, "no reading"));
        letter.GetProperty("headers").GetProperty("source-offset").GetString().Should().Be("1");
        list.Err.Should().Be("1 dead letter.\n");
    }

    [TestCase("audit")]
    [TestCase("lake verify")]
    public async Task Csv_is_refused_where_there_is_none(string command)
    {
        var run = await RunAsync(command, "data", "--output=csv");

        (run.ExitCode, run.Out).Should().Be((2, ""));
        run.Err.Should().Contain("--output: csv and html are for answers and totals; write table or json");
    }

    [Test]
    public async Task The_proofs_look_deep_when_they_are_asked_to()
    {
        (await RunAsync("audit", "data", "--deep")).ExitCode.Should().Be(0);
        (await RunAsync("lake verify", "data", "--deep")).ExitCode.Should().Be(0);
    }

    Task<HostProcess> RunAsync(string command, string folder, params string[] more) =>
        HostProcess.RunAsync([.. command.Split(' '), $"--DataFolder={_folder[folder]}", .. more]);
}
