using StockNow.Contracts.Lake;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>Retention drops whole dates, and every reader and proof knows of it.</summary>
[TestFixture]
public sealed class RetentionTests
{
    static readonly DateOnly Second = new(2025, 7, 6), Third = new(2025, 7, 7);

    StorageHarness _storage = null!;

    [SetUp]
    public async Task Store_three_dates_and_one_more_range()
    {
        _storage = new StorageHarness(partitions: 2);
        for (var partition = 0; partition < 2; partition++)
        {
            _storage.Log.Append(partition, Enumerable.Range(0, 30).Select(number => Readings.Json(Readings.Noon.AddHours(number * 2))));
            await _storage.DrainAsync();
            _storage.Log.Append(partition, [Readings.Json(Readings.Noon)]); // late: in the newest range, for the first date
            await _storage.DrainAsync();
        }
    }

    [TearDown]
    public void Remove() => _storage.Dispose();

    [Test]
    public async Task Files_of_earlier_dates_go_and_no_proof_misses_them()
    {
        var plan = await Retention.PlanAsync(Second, default);
        await Retention.ApplyAsync(plan, _ => { }, default);

        (plan.Dates, plan.Files.Sum(file => file.Rows)).Should().Be((1, 2 * 6));
        (await _storage.FilesAsync()).Where(key => LakeLayout.DateOf(key) < Second).Should().HaveCount(2, "the late reading of each partition came afterwards");
        var report = await _storage.VerifyAsync();
        report.Findings.Should().BeEmpty();
        report.Chains.Should().OnlyContain(chain => chain.Records == 31 && chain.Rows == 25 && chain.Dropped == 6);
        using var published = new PublishedFiles(_storage.Lake);
        (await published.ListAsync(default)).Sum(file => file.Rows).Should().Be(2 * 25);
    }

    [Test]
    public async Task A_retention_that_was_killed_after_its_mark_is_finished_by_the_next_one()
    {
        var plan = await Retention.PlanAsync(Third, default);
        var dying = new FaultyLakeStore(_storage.Lake) { FaultAt = 12, Fault = LakeFault.CrashBefore };
        await FluentActions.Invoking(() => new TableRetention(dying, TimeProvider.System).ApplyAsync(plan, _ => { }, default)).Should()
            .ThrowAsync<CrashException>();
        (await _storage.VerifyAsync()).Findings.Should().BeEmpty("what is marked is not missed");

        var rest = await Retention.PlanAsync(Third, default);
        await Retention.ApplyAsync(rest, _ => { }, default);

        rest.Files.Count.Should().BePositive().And.BeLessThan(plan.Files.Count);
        (await Retention.PlanAsync(Third, default)).Files.Should().BeEmpty();
        (await _storage.VerifyAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task A_file_of_a_date_that_stays_is_missed_as_before()
    {
        await Retention.ApplyAsync(await Retention.PlanAsync(Second, default), _ => { }, default);
        var key = (await _storage.FilesAsync()).First(key => LakeLayout.DateOf(key) == Third);
        File.Delete(_storage.PathOf(key));

        (await _storage.VerifyAsync()).Findings.Should().ContainSingle().Which.Should().Match<LakeFinding>(finding =>
            finding.Kind == FindingKind.MissingFile && finding.Key == key);
    }

    [Test]
    public async Task A_mark_that_is_damaged_is_found_and_named()
    {
        await Retention.ApplyAsync(await Retention.PlanAsync(Second, default), _ => { }, default);
        var mark = Directory.GetFiles(_storage.PathOf(LakeLayout.Retention)).Should().ContainSingle().Subject;
        await File.WriteAllTextAsync(mark, "{}");

        (await _storage.VerifyAsync()).Findings.Should()
            .Contain(finding => finding.Kind == FindingKind.DamagedIntent && finding.Key.EndsWith(Path.GetFileName(mark), StringComparison.Ordinal));
        await FluentActions.Invoking(() => DroppedFiles.LoadAsync(_storage.Lake, null, default)).Should().ThrowAsync<UnrecoverableException>();
    }

    [Test]
    public async Task A_reader_that_is_open_sees_a_retention_at_its_next_look()
    {
        using var published = new PublishedFiles(_storage.Lake);
        var before = (await published.ListAsync(default)).Sum(file => file.Rows);

        await Retention.ApplyAsync(await Retention.PlanAsync(Second, default), _ => { }, default);

        (before, (await published.ListAsync(default)).Sum(file => file.Rows)).Should().Be((2 * 31, 2 * 25));
    }

    [Test]
    public async Task Nothing_before_the_date_changes_nothing()
    {
        var plan = await Retention.PlanAsync(new DateOnly(2020, 1, 1), default);
        await Retention.ApplyAsync(plan, _ => { }, default);

        plan.Files.Should().BeEmpty();
        Directory.Exists(_storage.PathOf(LakeLayout.Retention)).Should().BeFalse();
    }

    [Test]
    public async Task The_command_counts_first_and_an_audit_accounts_for_what_it_removes()
    {
        using var folder = new TempFolder();
        var file = ReadingsFile.Make(folder, 600, TimeSpan.FromDays(3));
        string[] data = [$"--DataFolder={folder["data"]}"];
        string[] run = ["--stages=all", "--until-drained", "--output=json", $"--Simulator:Replay:File={file.Path}", "--Storage:MaxRows=100", .. data];
        (await HostProcess.RunAsync(run)).ExitCode.Should().Be(0);
        var table = Path.Combine(folder["data"], "lake", LakeLayout.Table);
        var dates = Directory.GetDirectories(table).Select(path => Path.GetFileName(path)[5..]).Order().ToList();

        var asked = await HostProcess.RunAsync(["lake", "retain", $"--before={dates[1]}", .. data]);
        asked.Out.Should().StartWith("Would remove ").And.EndWith("Nothing was removed; add --yes to remove them for good.\n");
        var removed = await HostProcess.RunAsync(["lake", "retain", $"--before={dates[1]}", "--yes", .. data]);
        removed.Out.Should().StartWith("Removed ");

        Directory.Exists(Path.Combine(table, $"date={dates[0]}")).Should().BeFalse();
        await Pipeline.ShouldBeClean(folder["data"]);
        (await HostProcess.RunAsync(["audit", "--values", .. data])).Out.Should().Contain("dropped from the lake by decision");
        (await HostProcess.RunAsync(["lake", "retain", "--days=0", .. data])).ExitCode.Should().Be(2);
    }

    TableRetention Retention => new(_storage.Lake, TimeProvider.System);
}
