using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>C7: retention looks at a few rows, however many there are, and takes the write lock only to remove some.</summary>
sealed class C7_RetentionTests
{
    static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20000);

    EmbeddedBench _bench = null!;
    RecordedLog<EmbeddedEventLog> _said = null!;

    [SetUp]
    public async Task MakeLogAsync()
    {
        (_bench, _said) = (new EmbeddedBench(), new RecordedLog<EmbeddedEventLog>());
        await _bench.WriteAsync("one");
    }

    [TearDown]
    public void RemoveLog() => _bench.Dispose();

    [Test]
    public async Task Among_a_million_batches_that_a_group_has_yet_to_read_a_look_is_short_and_takes_no_lock()
    {
        MakeBatches(1_000_000);
        _bench.Sql("INSERT INTO committed VALUES ('stands still', 'readings', 0, 0), ('has read all', 'readings', 0, 1000000)");
        using var log = await _bench.OpenFileAsync();
        using var writer = new SqliteConnection($"Data Source={_bench.File};Pooling=false");
        writer.Open();
        using var locked = writer.BeginTransaction(deferred: false); // a look that wanted the lock would wait for it until it fails
        var before = log.Work;

        Retention(maxMegabytes: 1).Forget(log, default);

        (log.Work - before).Should().BeLessThan(5_000, "a walk over all batches takes millions of steps");
        _said.Messages.Should().BeEmpty();
    }

    [Test]
    public async Task What_all_groups_have_read_goes_by_the_primary_key_a_few_batches_at_a_time()
    {
        MakeBatches(20_000);
        _bench.Sql("INSERT INTO committed VALUES ('slow', 'readings', 0, 120), ('fast', 'readings', 0, 20000)");
        using var log = await _bench.OpenFileAsync();

        Retention().Forget(log, default);

        log.StartOffset(EmbeddedBench.Partition).Should().Be(120);
        log.RemovedTo(EmbeddedBench.Partition).Should().Be(120);
        log.Work.Should().BeLessThan(40_000);
        _said.HasSaid("Retention removed 120 old batches").Should().BeTrue();
    }

    [TestCase(LogSchema.Oldest)]
    [TestCase(LogSchema.Remove)]
    [TestCase(LogSchema.Start)]
    [TestCase(LogSchema.End)]
    [TestCase(LogSchema.Read)]
    public void No_statement_walks_over_the_batches(string sql)
    {
        using var db = new SqliteConnection($"Data Source={_bench.File};Pooling=false");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var number in new[] { 1, 2, 3 }) command.Parameters.Add(new SqliteParameter($"?{number}", number));
        using var plan = command.ExecuteReader();

        while (plan.Read()) plan.GetString(3).Should().NotStartWith("SCAN batch").And.NotContain("TEMP B-TREE");
    }

    [Test]
    public async Task A_group_that_comes_meanwhile_keeps_what_it_has_yet_to_read()
    {
        MakeBatches(10);
        using var log = await _bench.OpenFileAsync();
        _bench.Sql("INSERT INTO committed VALUES ('new', 'readings', 0, 2)");

        log.Remove(EmbeddedBench.Partition, 5).Should().BeFalse();

        (log.StartOffset(EmbeddedBench.Partition), log.RemovedTo(EmbeddedBench.Partition)).Should().Be((0, 0));
    }

    [Test]
    public async Task An_old_batch_after_a_younger_one_stays_so_that_there_is_never_a_hole()
    {
        MakeBatches(10);
        _bench.Sql($"UPDATE batch SET appended_at = {Now.ToUnixTimeMilliseconds()} WHERE base_offset = 3");
        using var log = await _bench.OpenFileAsync();

        Retention().Forget(log, default);

        log.StartOffset(EmbeddedBench.Partition).Should().Be(3);
    }

    [Test]
    public async Task A_start_after_the_note_was_caused_by_somebody_else()
    {
        MakeBatches(10);
        _bench.Sql("INSERT INTO committed VALUES ('slow', 'readings', 0, 4)");
        using (var file = await _bench.OpenFileAsync()) Retention().Forget(file, default);
        await using var log = _bench.Open();
        (await log.DescribeAsync(EmbeddedBench.Topic, default)).Should().Equal(new PartitionState(EmbeddedBench.Partition, 4, 10) { RemovedTo = 4 });

        _bench.Sql("DELETE FROM batch WHERE base_offset < 6");

        (await log.DescribeAsync(EmbeddedBench.Topic, default)).Should().Equal(new PartitionState(EmbeddedBench.Partition, 6, 10) { RemovedTo = 4 });
    }

    [Test]
    public async Task A_hole_is_not_hidden_by_the_note()
    {
        MakeBatches(10);
        _bench.Sql("DELETE FROM batch WHERE base_offset IN (3, 4); INSERT INTO committed VALUES ('slow', 'readings', 0, 3)");
        using var log = await _bench.OpenFileAsync();

        Retention().Forget(log, default);

        (log.StartOffset(EmbeddedBench.Partition), log.RemovedTo(EmbeddedBench.Partition)).Should().Be((5, 3));
    }

    Retention Retention(int? maxMegabytes = null) => new(_bench.LogFolder, ProductPipeline.Groups, new EventLogOptions
    {
        Retention = { MaxAge = TimeSpan.FromHours(1), MaxSize = maxMegabytes is { } size ? ByteSize.Megabytes(size) : null },
    }, _ => throw new InvalidOperationException("it is open"), new FakeTimeProvider(Now), _said);

    // A reading of one byte each: key, value and headers of the lengths 0, 1 and 0.
    void MakeBatches(int count) => _bench.Sql($"""
        DELETE FROM batch;
        INSERT INTO batch WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1})
        SELECT 'readings', 0, i, 1, {Now.AddHours(-2).ToUnixTimeMilliseconds()}, 0, 4, 0, x'00010061' FROM n;
        """);
}
