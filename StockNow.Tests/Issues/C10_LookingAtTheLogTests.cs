using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>C10, F9, first-use 2.12: who only looks at the log creates and changes nothing, needs no right to write, and misses no committed record.</summary>
sealed class C10_LookingAtTheLogTests
{
    EmbeddedBench _bench = null!;

    [SetUp]
    public void MakeBench() => _bench = new EmbeddedBench();

    [TearDown]
    public void RemoveBench() => _bench.Dispose();

    [Test]
    public async Task Where_there_is_no_log_there_is_none_afterwards()
    {
        var before = FolderListing.Of(_bench.DataFolder);

        (await LookAsync(_bench.DataFolder)).Should().BeEmpty();

        FolderListing.Of(_bench.DataFolder).Should().Equal(before);
    }

    [Test]
    public async Task A_log_at_rest_is_left_as_it_was()
    {
        await _bench.WriteAsync("one", "two");
        var before = FolderListing.Of(_bench.DataFolder);

        (await LookAsync(_bench.DataFolder)).Should().Equal("one", "two");

        FolderListing.Of(_bench.DataFolder).Should().Equal(before);
        before.Should().NotContain(line => line.Contains("-wal", StringComparison.Ordinal), "its writer has closed it");
    }

    [Test]
    public async Task Asking_whether_the_log_could_be_used_makes_nothing_either()
    {
        await using (var log = _bench.Open()) await log.EnsureTopicsAsync([], default);
        Directory.Exists(_bench.LogFolder).Should().BeFalse();
        await _bench.WriteAsync("one");
        var before = FolderListing.Of(_bench.DataFolder);

        await using (var log = _bench.Open()) await log.EnsureTopicsAsync([], default);

        FolderListing.Of(_bench.DataFolder).Should().Equal(before);
    }

    [Test]
    public async Task A_log_of_the_version_before_is_read_as_it_is()
    {
        await _bench.WriteAsync("one", "two");
        OldLog.Downgrade(_bench);
        var before = FolderListing.Of(_bench.DataFolder);

        (await LookAsync(_bench.DataFolder)).Should().Equal("one", "two");
        await using (var log = _bench.Open()) (await log.DescribeAsync(EmbeddedBench.Topic, default)).Single().RemovedTo.Should().BeNull("nobody noted it");

        FolderListing.Of(_bench.DataFolder).Should().Equal(before);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task On_a_read_only_disk_a_log_at_rest_is_read(bool withEmptyWal)
    {
        await _bench.WriteAsync("one", "two");
        if (withEmptyWal) await File.WriteAllBytesAsync(_bench.File + "-wal", []);
        await using var disk = await ReadOnlyDisk.OverAsync(_bench.DataFolder);

        (await LookAsync(_bench.DataFolder)).Should().Equal("one", "two");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task On_a_read_only_disk_the_log_of_a_killed_process_is_read_to_its_last_commit(bool withSharedMemory)
    {
        using var copy = await CopyOfRunningAsync(withSharedMemory);
        new FileInfo(copy["event-log", "stocknow.db-wal"]).Length.Should().BePositive("that is where the last commits are");
        await using var disk = await ReadOnlyDisk.OverAsync(copy.Path);
        var before = FolderListing.Of(copy.Path);
        var temporary = Directory.GetDirectories(Path.GetTempPath(), "stocknow-log-*").Length;

        (await LookAsync(copy.Path)).Should().Equal("one", "two", "three");

        FolderListing.Of(copy.Path).Should().Equal(before);
        Directory.GetDirectories(Path.GetTempPath(), "stocknow-log-*").Length.Should().BeLessThanOrEqualTo(temporary);
    }

    [Test]
    public async Task The_log_of_a_killed_process_is_read_to_its_last_commit_and_its_records_stay_where_they_are()
    {
        using var copy = await CopyOfRunningAsync(withSharedMemory: false);
        var (db, wal) = (await File.ReadAllBytesAsync(copy["event-log", "stocknow.db"]), await File.ReadAllBytesAsync(copy["event-log", "stocknow.db-wal"]));

        (await LookAsync(copy.Path)).Should().Equal("one", "two", "three");

        (await File.ReadAllBytesAsync(copy["event-log", "stocknow.db"])).Should().Equal(db);
        (await File.ReadAllBytesAsync(copy["event-log", "stocknow.db-wal"])).Should().Equal(wal);
    }

    [Test]
    public async Task Who_looks_sees_each_commit_of_a_writer_that_comes_and_goes()
    {
        await _bench.WriteAsync("0");
        await using var looking = _bench.Open();

        for (var n = 1; n < 6; n++)
        {
            (await EmbeddedBench.ScanAsync(looking)).Records.Should().HaveCount(n);
            await _bench.WriteAsync($"{n}");
        }
    }

    [Test]
    public async Task A_log_that_came_later_or_was_recreated_is_seen()
    {
        await using var looking = _bench.Open();
        (await looking.IdentityAsync(EmbeddedBench.Topic, default)).Should().BeEmpty();

        await _bench.WriteAsync("one");
        var first = await looking.IdentityAsync(EmbeddedBench.Topic, default);
        Directory.Delete(_bench.LogFolder, recursive: true);
        (await looking.IdentityAsync(EmbeddedBench.Topic, default)).Should().BeEmpty();
        await _bench.WriteAsync("other");

        (await looking.IdentityAsync(EmbeddedBench.Topic, default)).Should().NotBe(first).And.HaveLength(32);
        (await EmbeddedBench.ScanAsync(looking)).Records.Should().Equal((0, "other"));
    }

    [Test]
    public async Task Another_user_reads_it_who_may_not_write_it()
    {
        await using (var log = _bench.Open()) await log.EnsureTopicsAsync([TopicNames.DeadLetters], default);
        using var running = new EmbeddedBench();
        await using var writing = running.Open();
        await writing.EnsureTopicsAsync([TopicNames.DeadLetters], default); // to be seen in the WAL only
        using var killed = await CopyOfRunningAsync(withSharedMemory: true);
        using var bare = await CopyOfRunningAsync(withSharedMemory: false);
        foreach (var folder in new[] { _bench.DataFolder, running.DataFolder, killed.Path, bare.Path })
        {
            var list = await OtherUser.RunAsync("dead-letters", "list", $"--DataFolder={folder}");
            list.ExitCode.Should().Be(0, list.Err);
            list.Err.Should().StartWith("No dead letters");
        }
    }

    [Test]
    public async Task Another_user_who_may_not_even_read_it_gets_that_answer()
    {
        await _bench.WriteAsync("one");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_bench.File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var file = await OtherUser.RunAsync("dead-letters", "list", $"--DataFolder={_bench.DataFolder}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_bench.LogFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var folder = await OtherUser.RunAsync("dead-letters", "list", $"--DataFolder={_bench.DataFolder}");

        var expected = (1, $"The event log {_bench.File} cannot be read by this user. Give it the right to read its folder and the files in it.\n");
        (file, folder).Should().Be((expected, expected));
    }

    static async Task<IReadOnlyList<string>> LookAsync(string dataFolder)
    {
        await using var log = new EmbeddedEventLog(EmbeddedLogFolder.In(dataFolder), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<EmbeddedEventLog>.Instance);
        await log.IdentityAsync(EmbeddedBench.Topic, default);
        await log.CountAsync(EmbeddedBench.Topic, default);
        await log.CommittedAsync(GroupNames.Storage, EmbeddedBench.Topic, default);
        await log.PositionsAsync("", default);
        await log.WarningsAsync(default);
        return [.. (await EmbeddedBench.ScanAsync(log)).Records.Select(record => record.Value)];
    }

    // What kill -9 leaves: the files as they are while a writer has them open.
    static async Task<TempFolder> CopyOfRunningAsync(bool withSharedMemory)
    {
        using var bench = new EmbeddedBench();
        await using var log = bench.Open();
        await log.EnsureTopicsAsync([TopicNames.DeadLetters], default);
        await EmbeddedBench.WriteAsync(log, "one", "two", "three");
        var copy = new TempFolder();
        Directory.CreateDirectory(copy["event-log"]);
        foreach (var part in new[] { "", "-wal", "-shm" })
            if (part != "-shm" || withSharedMemory) await File.WriteAllBytesAsync(copy["event-log", "stocknow.db" + part], ReadShared(bench.File + part));
        return copy;
    }

    // Not by File.Copy: closing a file of SQLite's in its own process would give back its locks.
    static byte[] ReadShared(string file)
    {
        using var copy = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cat", [file]) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        copy.StandardOutput.BaseStream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
