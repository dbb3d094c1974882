using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Streaming;

sealed class EmbeddedEventLogTests : EventLogConformance
{
    TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    protected override Task<IEventLog> OpenAsync(int partitions = 1) =>
        Task.FromResult<IEventLog>(Open(new EventLogOptions { Partitions = partitions }));

    [Test]
    public async Task Looking_at_a_log_that_is_not_there_makes_none()
    {
        await using var log = Open(new EventLogOptions());

        (await log.DescribeAsync("readings", Soon)).Should().BeEmpty();
        (await log.IdentityAsync("readings", Soon)).Should().BeEmpty();

        Directory.Exists(_folder["event-log"]).Should().BeFalse();
    }

    [Test]
    public async Task A_second_writer_of_the_same_name_is_refused_with_a_clear_message()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var writer = await log.OpenWriterAsync("writer", Soon);

        var opening = async () => await log.OpenWriterAsync("writer", Soon);

        (await opening.Should().ThrowAsync<EventLogException>()).WithMessage("*writer 'writer'*in use by process*");
    }

    [Test]
    public async Task A_recreated_log_has_another_identity()
    {
        string first, second;
        await using (var log = await OpenWithTopicsAsync()) first = await log.IdentityAsync("readings", Soon);
        Directory.Delete(_folder["event-log"], recursive: true);
        await using (var log = await OpenWithTopicsAsync()) second = await log.IdentityAsync("readings", Soon);

        first.Should().HaveLength(32).And.NotBe(second);
    }

    [Test]
    public async Task Positions_of_the_version_before_are_kept_as_they_were_and_can_be_moved()
    {
        await (await OpenWithTopicsAsync()).DisposeAsync();
        LogFileSql.Execute(_folder.Path, """
            DROP TABLE retention;
            DROP TABLE position;
            CREATE TABLE position (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
            INSERT INTO position VALUES ('dead-letter-replay/0', 513920), ('replay/a.ndjson-a7937b64b8ca', 2);
            PRAGMA user_version = 1;
            """);

        await using var log = await OpenWithTopicsAsync();
        (await log.PositionsAsync("", Soon)).Should()
            .BeEquivalentTo(new Dictionary<string, string> { ["dead-letter-replay/0"] = "513920", ["replay/a.ndjson-a7937b64b8ca"] = "2" });
        await using var writer = await log.OpenWriterAsync("writer", Soon);
        writer.SavePosition("dead-letter-replay/0", "513920", "513921");
        await writer.CommitAsync(Soon);
        (await log.PositionAsync("dead-letter-replay/0", Soon)).Should().Be("513921");
    }

    [Test]
    public async Task A_damaged_file_says_what_to_do()
    {
        Directory.CreateDirectory(_folder["event-log"]);
        await File.WriteAllTextAsync(_folder["event-log", "stocknow.db"], new string('x', 100_000));
        await using var log = Open(new EventLogOptions());

        var opening = () => log.EnsureTopicsAsync(["readings"], Soon);

        (await opening.Should().ThrowAsync<UnrecoverableException>()).WithMessage("*stocknow.db is damaged*move the whole data folder*");
    }

    [Test]
    public async Task A_batch_whose_bytes_have_changed_is_named_and_not_passed_on()
    {
        await using (var log = await OpenWithTopicsAsync()) await WriteAsync(log, Enumerable.Range(0, 3000).Select(n => $"value {n}"));
        Sql("UPDATE batch SET records = zeroblob(length(records))");
        await using var again = Open(new EventLogOptions());

        var reading = () => ReadAllAsync(again);

        (await reading.Should().ThrowAsync<UnrecoverableException>()).WithMessage("*batch readings-0@0 cannot be read, its checksum does not match*");
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_says_what_to_do()
    {
        await File.WriteAllTextAsync(_folder["event-log"], "a file is in the way");
        await using var log = Open(new EventLogOptions());

        var opening = () => log.EnsureTopicsAsync(["readings"], Soon);

        (await opening.Should().ThrowAsync<UnrecoverableException>()).WithMessage("*cannot be opened for writing*set DataFolder to another one*");
    }

    [TestCase(11, typeof(UnrecoverableException), "*is damaged*")]
    [TestCase(26, typeof(UnrecoverableException), "*is damaged*")]
    [TestCase(8, typeof(UnrecoverableException), "*cannot be opened for writing*")]
    [TestCase(14, typeof(UnrecoverableException), "*cannot be opened for writing*")]
    [TestCase(13, typeof(EventLogException), "*is full. Nothing is lost*")]
    [TestCase(5, typeof(EventLogException), "*kept locked by another process*")]
    [TestCase(778, typeof(EventLogException), "*SQLite code 778*")]
    public void Each_fault_of_the_file_says_whether_it_heals_and_what_to_do(int code, Type kind, string message)
    {
        var fault = SqliteFault.From("stocknow.db", code, "as SQLite says");

        fault.Should().BeAssignableTo(kind);
        fault.Message.Should().Match(message);
    }

    [Test]
    public async Task Old_batches_are_forgotten_but_for_what_a_known_group_has_not_read_and_the_newest()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20000));
        var options = new EventLogOptions { Partitions = 1, Retention = { MaxAge = TimeSpan.FromHours(1) } };
        await using var log = new EmbeddedEventLog(Folder, ProductPipeline.Groups, options, clock, NullLogger<EmbeddedEventLog>.Instance);
        await log.EnsureTopicsAsync(["readings", "alerts"], Soon);
        for (var n = 0; n < 6; n++) await WriteAsync(log, [$"{n}"]);
        await using (var session = await log.OpenSessionAsync("readers", "readings", Soon))
        {
            await ReadSomeAsync(session, 3);
            await session.AbortAsync(Soon);
        }
        Sql("UPDATE committed SET next_offset = 3");
        clock.Advance(TimeSpan.FromHours(2));

        await ForgetAsync(options, clock);
        (await log.DescribeAsync("readings", Soon)).Should().Equal(new PartitionState(new TopicPartition("readings", 0), 3, 6) { RemovedTo = 3 });

        Sql("UPDATE committed SET next_offset = 6");
        await ForgetAsync(options, clock);
        (await log.DescribeAsync("readings", Soon)).Should().Equal(new PartitionState(new TopicPartition("readings", 0), 5, 6) { RemovedTo = 5 });
    }

    [Test]
    public async Task Above_its_size_the_log_forgets_the_oldest_first()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20000));
        var options = new EventLogOptions { Partitions = 1, Retention = { MaxSize = ByteSize.Megabytes(1) } };
        await using var log = new EmbeddedEventLog(Folder, ProductPipeline.Groups, options, clock, NullLogger<EmbeddedEventLog>.Instance);
        await log.EnsureTopicsAsync(["readings", "alerts"], Soon);
        var random = new Random(1);
        var bytes = new byte[3000];
        for (var n = 0; n < 400; n++)
        {
            random.NextBytes(bytes);
            await WriteAsync(log, [Convert.ToBase64String(bytes)]);
        }

        await ForgetAsync(options, clock);

        var state = (await log.DescribeAsync("readings", Soon)).Single();
        state.End.Should().Be(400);
        state.Start.Should().BeInRange(100, 399);
    }

    [Test]
    public async Task Commits_survive_a_process_that_just_stops()
    {
        var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one"]); // neither disposed nor closed, as after kill -9

        await using var other = Open(new EventLogOptions());

        (await ReadAllAsync(other)).Should().ContainSingle();
        await log.DisposeAsync();
    }

    EmbeddedLogFolder Folder => EmbeddedLogFolder.In(_folder.Path);

    EmbeddedEventLog Open(EventLogOptions options) => new(Folder, ProductPipeline.Groups, options, TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance);

    Task ForgetAsync(EventLogOptions options, TimeProvider clock) =>
        new Retention(_folder["event-log"], ProductPipeline.Groups, options, stop => LogOpening.OpenAsync(_folder["event-log"], options.Durability, stop),
        clock, NullLogger.Instance).ForgetAsync(Soon);

    void Sql(string sql) => LogFileSql.Execute(_folder.Path, sql);
}
