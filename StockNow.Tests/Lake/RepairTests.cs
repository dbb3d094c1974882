using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Storage;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>A repair stores again what is gone from the lake and still in the event log, and guesses nothing.</summary>
[TestFixture]
public sealed class RepairTests
{
    StorageHarness _storage = null!;

    [SetUp]
    public async Task Store_three_ranges()
    {
        _storage = new StorageHarness(partitions: 1);
        for (var range = 0; range < 3; range++)
        {
            _storage.Log.Append(0, Enumerable.Range(0, 10).Select(number => Readings.Json(Readings.Noon.AddDays(range).AddMinutes(number * 20))));
            await _storage.DrainAsync();
        }
    }

    [TearDown]
    public void Remove() => _storage.Dispose();

    [Test]
    public async Task Files_that_are_gone_come_back_as_they_were()
    {
        var files = await _storage.FilesAsync();
        var before = files.ToDictionary(key => key, key => File.ReadAllBytes(_storage.PathOf(key)));
        var gone = files.Where((_, number) => number % 2 == 0).ToList();
        foreach (var key in gone) File.Delete(_storage.PathOf(key));

        var repair = await RepairAsync();

        (repair.Ranges, repair.Files, repair.Faults.Count).Should().Be((3, gone.Count, 0));
        foreach (var (key, bytes) in before) File.ReadAllBytes(_storage.PathOf(key)).Should().Equal(bytes);
        (await _storage.VerifyAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task A_range_that_the_event_log_no_longer_holds_as_it_was_is_named_and_the_others_are_repaired()
    {
        foreach (var key in await _storage.FilesAsync()) File.Delete(_storage.PathOf(key));
        _storage.Log.Replace(0, 3, Readings.Json(Readings.Noon, quantity: 99));

        var repair = await RepairAsync();

        repair.Faults.Should().ContainSingle().Which.Should().StartWith("The range of offsets 0 to 9 of instocknow-input-0 differs from what was claimed");
        (await _storage.FilesAsync()).Should().OnlyContain(key => LakeLayout.DateOf(key) > new DateOnly(2025, 7, 5));
    }

    [Test]
    public async Task A_changed_file_is_named_and_left_as_it_is()
    {
        var path = _storage.PathOf((await _storage.FilesAsync())[0]);
        await File.WriteAllTextAsync(path, "changed");

        (await RepairAsync()).Faults.Should().ContainSingle().Which.Should().Contain("exists already and is another file");

        (await File.ReadAllTextAsync(path)).Should().Be("changed");
    }

    [Test]
    public async Task What_retention_dropped_stays_dropped()
    {
        var retention = new TableRetention(_storage.Lake, TimeProvider.System);
        await retention.ApplyAsync(await retention.PlanAsync(new DateOnly(2025, 7, 6), default), _ => { }, default);
        var left = await _storage.FilesAsync();

        (await RepairAsync()).Files.Should().Be(0);

        (await _storage.FilesAsync()).Should().Equal(left);
    }

    [Test]
    public async Task An_accepted_loss_lets_storage_continue_and_stays_in_every_report()
    {
        var lost = (await _storage.FilesAsync()).First(key => key.EndsWith(LakeLayout.DataFileEnd("instocknow-input", 0, 20), StringComparison.Ordinal));
        var rows = (await _storage.IntentsAsync()).SelectMany(intent => intent.Files).Single(file => file.Path == lost).Rows;
        File.Delete(_storage.PathOf(lost));
        _storage.Log.Start = 30;
        await FluentActions.Invoking(() => _storage.DrainAsync()).Should().ThrowAsync<UnrecoverableException>().WithMessage("*--accept-loss*");

        var repair = await RepairAsync();
        repair.Lost.Should().ContainSingle().Which.Rows.Should().Be(rows);
        await Table.AcceptAsync(repair.Lost, "the disk failed", default);

        _storage.Log.Append(0, [Readings.Json(Readings.Noon.AddDays(4))]);
        await _storage.DrainAsync();
        (await RepairAsync()).Lost.Should().BeEmpty();
        var report = await _storage.VerifyAsync();
        report.Findings.Should().BeEmpty();
        report.Notes.Should().ContainSingle().Which.Should().Contain("of offsets 20 to 29 of instocknow-input-0").And.EndWith(": the disk failed");
        report.Chains.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Records = 31L, Rows = 31L - rows, Dropped = rows });
    }

    [Test]
    public async Task The_command_says_what_it_did()
    {
        using var folder = new TempFolder();
        var file = ReadingsFile.Make(folder, 300, TimeSpan.FromHours(5));
        string[] data = [$"--DataFolder={folder["data"]}"];
        string[] run = ["--stages=all", "--until-drained", "--output=json", $"--Simulator:Replay:File={file.Path}", .. data];
        (await HostProcess.RunAsync(run)).ExitCode.Should().Be(0);
        File.Delete(Directory.GetFiles(Path.Combine(folder["data"], "lake", LakeLayout.Table), "*.parquet", SearchOption.AllDirectories)[0]);
        (await HostProcess.RunAsync(["audit", .. data])).ExitCode.Should().Be(3);

        var repair = await HostProcess.RunAsync(["lake", "repair", .. data]);

        repair.Out.Should().EndWith(": 1 file stored again.\n", repair.Err);
        await Pipeline.ShouldBeClean(folder["data"]);
        (await HostProcess.RunAsync(["lake", "repair", $"--DataFolder={folder["none"]}"])).ExitCode.Should().Be(4);
    }

    Task<RepairReport> RepairAsync() => new LakeRepair(_storage.Log, Table, ReadingLimits.Default).RunAsync((_, _) => { }, default);

    TableRepair Table => new(_storage.Lake, _storage.Format, TimeProvider.System, NullLogger<TableRepair>.Instance);
}
