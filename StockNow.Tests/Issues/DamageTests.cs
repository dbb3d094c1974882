using StockNow.Host.Commands;
using StockNow.Tests.Support;
using static StockNow.Contracts.Topics.TopicNames;

namespace StockNow.Tests.Issues;

/// <summary>A finished run of the real program, damaged in one way at a time: the audit names each damage, ends with exit code 3, and ends at all.</summary>
sealed partial class DamageTests
{
    // Only a verification that goes round for ever takes as long.
    static readonly TimeSpan Ever = TimeSpan.FromMinutes(2);

    readonly TempFolder _finished = new();

    [OneTimeSetUp]
    public async Task RunThreeTimes()
    {
        for (var day = 0; day < 3; day++)
        {
            using var folder = new TempFolder();
            var file = ReadingsFile.Make(folder, 60, TimeSpan.FromMinutes(90));
            // Other readings each time, three of them no readings, so that every topic holds several batches and the lake several ranges.
            await File.WriteAllLinesAsync(_finished[$"day{day}.ndjson"], File.ReadLines(file.Path)
                .Select(line => line.Replace("shelf-", $"day-{day}-shelf-", StringComparison.Ordinal))
                .Concat(Enumerable.Range(0, 3).Select(n => $"no reading {day} {n}")));
            var run = await HostProcess.RunAsync("--stages=simulator,alert-filter,alert-handler,storage", "--until-drained",
                $"--DataFolder={_finished["data"]}",
                $"--Simulator:Replay:File={_finished[$"day{day}.ndjson"]}", "--Storage:MaxRows=30", "--Storage:CheckpointEvery=2", "--Drain:Quiet=0:00:00.2");
            run.ExitCode.Should().Be(0, run.Err);
        }
    }

    [OneTimeTearDown]
    public void RemoveRun() => _finished.Dispose();

    [Test]
    public async Task An_undamaged_copy_is_clean([Values] bool deep)
    {
        using var data = new DataFolder(_finished["data"]);
        var (exitCode, text) = await AuditAsync(data, deep);

        (exitCode, text).Should().Be((0, text), text);
        data.Checkpoints.Should().NotBeEmpty();
        foreach (var topic in All) data.Number($"SELECT count(*) FROM batch WHERE topic = '{topic}'").Should().BeGreaterThanOrEqualTo(3, topic);
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Damage_is_named_with_exit_code_3(Damage damage)
    {
        using var data = new DataFolder(_finished["data"]);
        var named = damage.Do(data);
        var (exitCode, text) = await AuditAsync(data, damage.IsDeep);

        exitCode.Should().Be(ExitCodes.AuditFailed, text);
        text.Should().Contain("NOT CLEAN").And.Contain(named).And.NotContain("   at StockNow.");
        var findings = text.Split('\n').Count(line => line.StartsWith("  !! ", StringComparison.Ordinal));
        findings.Should().BeInRange(1, 200, "a damage has no endless list of findings");
    }

    [Test]
    public void There_are_many_kinds_of_damage() => Cases.Should().HaveCountGreaterThanOrEqualTo(30);

    [TestCase("an input batch is gone from the middle")]
    [TestCase("an intent ends before it starts")]
    [TestCase("the lake is gone")]
    [TestCase("the event log is gone")]
    [TestCase("the event log's file is no database")]
    public async Task The_real_command_names_it_too_and_shows_no_stack_trace(string name)
    {
        using var data = new DataFolder(_finished["data"]);
        var named = Cases.Single(damage => damage.Name == name).Do(data);

        var audit = await HostProcess.RunAsync("audit", $"--DataFolder={data.Path}");

        (audit.ExitCode, audit.Err).Should().Be((3, audit.Err), audit.Out);
        audit.Out.Should().StartWith($"Event log: embedded (SQLite), {data.EventLogFile}; lake: local folder {data.Lake}\n").And.Contain(named).And.EndWith(
            "findings.\n".Replace("findings", audit.Out.Contains(" 1 finding.", StringComparison.Ordinal) ? "finding" : "findings"));
        audit.Err.Should().NotContain("   at ").And.NotContain("Unhandled");
    }

    static async Task<(int ExitCode, string Text)> AuditAsync(DataFolder data, bool deep)
    {
        using var ever = new CancellationTokenSource(Ever);
        var setup = Setup.Read([new("DataFolder", data.Path)]);
        setup.Faults.Should().BeEmpty();
        await using var services = Composition.NewServices(setup);
        var report = await AuditCommand.ReportAsync(services, deep, values: false, null, ever.Token);
        return (AuditCommand.ExitCodeOf(report), AuditText.Table(AuditPlace.Of(services), report));
    }

    /// <summary>One kind of damage.</summary>
    /// <param name="Name">What happened.</param>
    /// <param name="Do">Does it.</param>
    /// <returns>What the audit must name.</returns>
    public sealed record Damage(string Name, Func<DataFolder, string> Do, bool IsDeep = false)
    {
        public override string ToString() => Name;
    }
}
