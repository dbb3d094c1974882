using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Audit;

/// <summary>The audit over a small finished run, left as it is or damaged in one way.</summary>
sealed class AuditTests
{
    const string Alert = """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""";

    TempFolder _finished = null!, _folder = null!;
    ReadingsFile _file = null!;

    [OneTimeSetUp]
    public async Task RunOnce()
    {
        _finished = new TempFolder();
        _file = ReadingsFile.Make(_finished, 400, TimeSpan.FromHours(5));
        var run = await HostProcess.RunAsync("--stages=simulator,alert-filter,alert-handler,storage", "--until-drained", $"--DataFolder={_finished["data"]}",
            $"--Simulator:Replay:File={_file.Path}");
        run.ExitCode.Should().Be(0, run.Err);
    }

    [OneTimeTearDown]
    public void RemoveRun() => _finished.Dispose();

    [SetUp]
    public void CopyRun()
    {
        _folder = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(_finished["data"], "*", SearchOption.AllDirectories))
        {
            var copy = _folder[Path.GetRelativePath(_finished["data"], file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [TearDown]
    public void RemoveCopy() => _folder.Dispose();

    [Test]
    public async Task A_finished_run_is_clean_and_its_equations_hold()
    {
        var report = await AuditAsync();

        report.Findings.Should().BeEmpty();
        report.Readings.Should().Equal(new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 400, _file.Alerts, 400 - _file.Alerts, 0, 0, 400, 0, 0));
        report.Stages.Single().Partitions.Should().Equal(new StageEquation(new TopicPartition(TopicNames.Alerts, 0), _file.Alerts, _file.Alerts, 0, 0));
        report.Readings.Should().OnlyContain(equation => equation.Holds);
    }

    [Test]
    public async Task Records_that_wait_for_a_stage_are_no_finding()
    {
        await AppendAsync(TopicNames.Input, Alert);

        var report = await AuditAsync();

        report.Findings.Should().BeEmpty();
        (report.Readings[0].Readings, report.Readings[0].WaitingForFilter, report.Readings[0].WaitingForStorage, report.Readings[0].Holds).Should()
            .Be((401, 1, 1, true));
    }

    [Test]
    public async Task A_lost_alert_is_named_by_its_offset()
    {
        await AppendAsync(TopicNames.Input, Alert);
        Sql("UPDATE committed SET next_offset = 401 WHERE group_id = 'instocknow-alert-filter'");

        (await FindingsAsync()).Should().Equal("instocknow-input-0: the alert of offset 400 is missing");
    }

    [Test]
    public async Task A_lost_dead_letter_is_named_by_its_offset()
    {
        await AppendAsync(TopicNames.Input, "no reading");
        Sql("UPDATE committed SET next_offset = 401 WHERE group_id = 'instocknow-alert-filter'");

        (await FindingsAsync()).Should().Equal("instocknow-input-0: the dead letter of offset 400 is missing");
    }

    [Test]
    public async Task A_doubled_alert_and_one_without_a_cause_are_named()
    {
        var first = FirstAlert(isAlert: true);
        await AppendAsync(TopicNames.Alerts, Alert, new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), first));
        await AppendAsync(TopicNames.Alerts, Alert, new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), FirstAlert(isAlert: false)));

        (await FindingsAsync()).Should().Equal(
            $"instocknow-input-0: the alert of offset {first} is there more than once",
            $"instocknow-input-0: the alert of offset {FirstAlert(isAlert: false)} is there without a cause");
    }

    [Test]
    public async Task A_doubled_report_and_a_lost_one_are_named()
    {
        await AppendAsync(TopicNames.MissingProducts, "{}", new HeaderWriter().AddSource(new TopicPartition(TopicNames.Alerts, 0), 3));
        await AppendAsync(TopicNames.Alerts, Alert, new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), 400));
        await AppendAsync(TopicNames.Input, Alert);
        Sql($"UPDATE committed SET next_offset = {_file.Alerts + 1} WHERE group_id = 'instocknow-alert-handler'");
        Sql("UPDATE committed SET next_offset = 401 WHERE group_id = 'instocknow-alert-filter'");

        (await FindingsAsync()).Should().Equal(
            $"instocknow-alerts-0: the report of offset {_file.Alerts} is missing", "instocknow-alerts-0: the report of offset 3 is there more than once");
    }

    [Test]
    public async Task A_group_that_was_set_back_is_reported_with_the_offset_to_set_before_it_does_everything_again()
    {
        Sql("UPDATE committed SET next_offset = 7 WHERE group_id = 'instocknow-alert-filter'");
        Sql("DELETE FROM committed WHERE group_id = 'instocknow-alert-handler'");

        (await FindingsAsync()).Should().SatisfyRespectively(
            filter => filter.Should().Match("instocknow-input-0: Group instocknow-alert-filter has committed offset 7 in instocknow-input-0, but its outputs "
            + "for offset * already exist. The committed offset was lost or reset; *Set the group's offset to * before you restart it: sqlite3 *"),
            handler => handler.Should().Match("instocknow-alerts-0: Group instocknow-alert-handler has no committed offset in instocknow-alerts-0, but its "
            + $"outputs for offset {_file.Alerts - 1} already exist. *Set the group's offset to {_file.Alerts} before you restart it: sqlite3 *"));
    }

    [Test]
    public async Task An_alert_of_another_program_is_reported()
    {
        await AppendAsync(TopicNames.Alerts, Alert);

        (await FindingsAsync()).Should().ContainSingle().Which.Should()
            .Match("instocknow-alerts-0: the alert at offset * does not say which record it was made from*");
    }

    [Test]
    public async Task A_file_that_is_gone_and_its_rows_are_named()
    {
        File.Delete(DataFiles().First());

        var findings = await FindingsAsync();

        findings.Should().Contain(finding => finding.Contains("rows of offsets")
            || finding.Contains("is not there")).And.Contain(finding => finding.StartsWith("instocknow-input-0: the rows of "));
    }

    [Test]
    public async Task A_file_that_no_intent_names_is_named()
    {
        var file = DataFiles().First();
        File.Copy(file, Path.Combine(Path.GetDirectoryName(file)!, "copy.parquet"));

        (await FindingsAsync()).Should().ContainSingle().Which.Should().Contain("copy.parquet").And.Contain("no intent names it");
    }

    [Test]
    public async Task An_event_log_that_has_lost_its_end_is_reported()
    {
        Sql("DELETE FROM batch WHERE topic = 'instocknow-input' AND base_offset = (SELECT max(base_offset) FROM batch WHERE topic = 'instocknow-input')");

        (await FindingsAsync()).Should()
            .Contain(finding => finding.Contains("the filter has read up to offset 400")).And.Contain(finding => finding.Contains("the log has lost records"));
    }

    [Test]
    public async Task What_retention_has_removed_is_not_missed()
    {
        await AppendAsync(TopicNames.Input, Alert);
        await AppendAsync(TopicNames.Alerts, Alert, new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), 400));
        Sql("UPDATE committed SET next_offset = 401 WHERE group_id = 'instocknow-alert-filter'");
        Sql($"DELETE FROM batch WHERE topic = 'instocknow-alerts' AND base_offset < {_file.Alerts}");
        Sql($"INSERT OR REPLACE INTO retention VALUES ('instocknow-alerts', 0, {_file.Alerts})");

        (await FindingsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task The_command_names_the_findings_and_ends_with_exit_code_3()
    {
        File.Delete(DataFiles().First());

        var audit = await HostProcess.RunAsync("audit", $"--DataFolder={_folder.Path}");
        var verify = await HostProcess.RunAsync("lake", "verify", $"--DataFolder={_folder.Path}");

        (audit.ExitCode, verify.ExitCode).Should().Be((3, 3));
        audit.Out.Should().Contain("  !! ").And.Contain("NOT CLEAN: ");
    }

    async Task<AuditReport> AuditAsync()
    {
        await using var log = OpenLog();
        return await AuditedLog.AuditAsync(log, _folder["lake"]);
    }

    async Task<IReadOnlyList<string>> FindingsAsync() => AuditedLog.FindingsOf(await AuditAsync());

    async Task AppendAsync(string topic, string value, HeaderWriter? headers = null)
    {
        await using var log = OpenLog();
        await using var writer = await log.OpenWriterAsync("test", default);
        writer.Produce(topic, "key"u8, Encoding.UTF8.GetBytes(value), headers);
        await writer.CommitAsync(default);
    }

    EmbeddedEventLog OpenLog() => new(EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
        NullLogger<EmbeddedEventLog>.Instance);

    long FirstAlert(bool isAlert) => File.ReadLines(_file.Path).Select((line, offset) => (line, offset))
        .First(one => one.line.EndsWith(isAlert ? "true}" : "false}", StringComparison.Ordinal)).offset;

    IEnumerable<string> DataFiles() =>
        Directory.EnumerateFiles(_folder["lake", "stock-data"], "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    void Sql(string sql) => LogFileSql.Execute(_folder.Path, sql);
}
