using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Audit;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>The disk is full while the event log is made: a half-made log never gets the log's name, and everything continues once there is room.</summary>
sealed class C_FullDiskAtCreationTests
{
    static readonly int[] Kilobytes = [100, 150, 200, 250, 300, 350, 400, 500, 600, 800];

    TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCaseSource(nameof(Kilobytes))]
    public async Task A_log_that_could_not_be_made_is_made_by_the_same_process_once_there_is_room(int kilobytes)
    {
        await using var disk = await SmallDisk.OfKilobytesAsync(_folder["disk"], kilobytes);
        using var bench = new EmbeddedBench();
        await using var log = bench.Open(dataFolder: _folder["disk", "data"]);
        try { await EmbeddedBench.WriteAsync(log, "one"); }
        catch (EventLogException fault) { fault.Message.Should().Contain("full"); }
        Directory.GetFiles(_folder["disk", "data", "event-log"], "*.new*").Should().BeEmpty();

        await disk.EnlargeAsync(megabytes: 20);

        await EmbeddedBench.WriteAsync(log, "two");
        (await EmbeddedBench.ScanAsync(log)).Records.Select(record => record.Value).Should().EndWith("two");
    }

    [Test]
    public async Task Whatever_room_the_log_lacks_it_is_whole_or_not_there()
    {
        for (var kilobytes = 40; kilobytes <= 480; kilobytes += 8)
        {
            var folder = _folder[$"disk-{kilobytes}"];
            await using var disk = await SmallDisk.OfKilobytesAsync(folder, kilobytes);
            using var bench = new EmbeddedBench();
            await using (var full = bench.Open(dataFolder: folder))
            {
                try { await EmbeddedBench.WriteAsync(full, "one"); }
                catch (EventLogException) { }
            }
            await disk.EnlargeAsync(megabytes: 20);

            await using var log = bench.Open(dataFolder: folder);
            await EmbeddedBench.WriteAsync(log, "two");

            (await EmbeddedBench.ScanAsync(log)).Records.Select(record => record.Value).Should().EndWith("two", $"{kilobytes} kB were too few at first");
        }
    }

    [Test]
    public async Task What_a_killed_process_left_of_a_log_is_removed_before_a_new_one_is_made()
    {
        using var bench = new EmbeddedBench();
        Directory.CreateDirectory(bench.LogFolder);
        foreach (var part in new[] { ".new", ".new-wal", ".new-shm", ".new-journal" }) await File.WriteAllTextAsync(bench.File + part, "half");

        await bench.WriteAsync("one");

        Directory.GetFiles(bench.LogFolder).Select(Path.GetFileName).Should().NotContain(name => name!.Contains(".new", StringComparison.Ordinal));
        await using var log = bench.Open();
        (await EmbeddedBench.ScanAsync(log)).Records.Should().ContainSingle();
    }

    [TestCase(100)]
    [TestCase(200)]
    [TestCase(300)]
    [TestCase(400)]
    [TestCase(800)]
    public async Task The_program_heals_by_itself_and_the_next_one_finds_a_clean_log(int kilobytes)
    {
        await using var disk = await SmallDisk.OfKilobytesAsync(_folder["disk"], kilobytes);
        var data = _folder["disk", "data"];
        string[] arguments = ["--stages=all", "--until-drained", $"--DataFolder={data}", $"--Simulator:Replay:File={_folder["readings.ndjson"]}"];
        await File.WriteAllLinesAsync(_folder["readings.ndjson"], Enumerable.Range(0, 1000).Select(n => AuditedLog.Reading($"shelf-{n % 7}")));
        await using var running = HostProcess.Start(arguments);
        await running.UntilAsync(HasStruckOrEnded, mayEnd: true);

        await disk.EnlargeAsync(megabytes: 20);

        (await running.ExitAsync()).Should().Be(0, running.Err);
        (await HostProcess.RunAsync(arguments)).ExitCode.Should().Be(0);
        await Pipeline.ShouldBeClean(data);
        LogFileSql.Number(data, $"SELECT sum(record_count) FROM batch WHERE topic = '{TopicNames.Input}'").Should().Be(1000);
    }

    static bool HasStruckOrEnded(HostProcess host) =>
        host.Err.Contains("is full", StringComparison.Ordinal) || host.Err.Contains("No space", StringComparison.Ordinal)
        || host.Out.Contains("What was handled", StringComparison.Ordinal);
}
