using CsCheck;
using Microsoft.Data.Sqlite;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>A4: whatever is damaged in the log is named with its place and the remedy; the rest can still be read, and nothing wrong ever is.</summary>
sealed partial class A4_DamagedLogTests
{
    EmbeddedBench _bench = null!;

    [SetUp]
    public void MakeBench() => _bench = new EmbeddedBench();

    [TearDown]
    public void RemoveBench() => _bench.Dispose();

    [TestCase("record_count = record_count + 1")]
    [TestCase("record_count = 0")]
    [TestCase("record_count = -1")]
    [TestCase("record_count = 9223372036854775807")]
    [TestCase("record_count = 'many'")]
    [TestCase("plain_length = plain_length + 1")]
    [TestCase("plain_length = -1")]
    [TestCase("plain_length = 2147483647")]
    [TestCase("plain_length = -9223372036854775808")]
    [TestCase("codec = 7")]
    [TestCase("codec = -1")]
    [TestCase("codec = codec - 2")]
    [TestCase("checksum = checksum + 1")]
    [TestCase("appended_at = appended_at + 1")]
    [TestCase("records = zeroblob(length(records))")]
    [TestCase("records = x''")]
    [TestCase("records = zeroblob(100000)")]
    [TestCase("records = 'text'")]
    public async Task Each_damaged_column_is_named_and_the_rest_is_read(string change)
    {
        await _bench.WriteAsync("zero", "one", "two");
        _bench.Sql($"UPDATE batch SET {change} WHERE base_offset = 1");
        await using var log = _bench.Open();

        var (records, damaged) = await EmbeddedBench.ScanAsync(log);

        records.Should().Equal((0, "zero"), (2, "two"));
        damaged.Should().ContainSingle().Which.Should().Match<DamagedRecordsException>(fault => fault.Offset == 1 && fault.Next == 2);
        damaged[0].Message.Should().StartWith($"The event log {_bench.File} is damaged: the batch readings-0@1 cannot be read, ")
            .And.EndWith($"To start over, move the whole data folder {_bench.DataFolder} away, not only the event log.").And.NotContain("..");
    }

    [TestCase("base_offset = 7", 7)]
    [TestCase("base_offset = -1", -1)]
    public async Task A_batch_that_was_moved_is_named_where_it_is_found(string change, long at)
    {
        await _bench.WriteAsync("zero", "one", "two");
        _bench.Sql($"UPDATE batch SET {change} WHERE base_offset = 1");
        await using var log = _bench.Open();

        var (records, damaged) = await EmbeddedBench.ScanAsync(log, to: 10);

        records.Should().Equal((0, "zero"), (2, "two"));
        damaged.Should().ContainSingle().Which.Offset.Should().Be(at);
    }

    [Test]
    public async Task A_batch_of_another_partition_is_not_taken_for_one_of_this()
    {
        await using (var log = _bench.Open())
        {
            await log.EnsureTopicsAsync(["other"], default);
            await EmbeddedBench.WriteAsync(log, "zero", "one");
        }
        _bench.Sql("UPDATE batch SET topic = 'other' WHERE base_offset = 1");
        await using var again = _bench.Open();

        var scanning = async () =>
        {
            await foreach (var _ in again.ScanAsync(new("other", 0), 0, 10, default)) { }
        };

        (await scanning.Should().ThrowAsync<DamagedRecordsException>()).WithMessage("*the batch other-0@1 cannot be read, its checksum does not match*");
    }

    [TestCase("record_count = record_count + 1", "its records do not fill it|a length is cut off|do not hold")]
    [TestCase("record_count = -3", "it says that it holds -3 records")]
    [TestCase("plain_length = 100000", "is not that of its")]
    [TestCase("plain_length = -1", "is not that of its")]
    [TestCase("codec = 1", "is not that of its|its LZ4 block is broken")]
    [TestCase("records = x'7f000061', checksum = 3339036312", "checksum|longer than the rest")]
    public async Task Batches_of_the_version_before_are_checked_as_far_as_they_can_be(string change, string reasons)
    {
        await _bench.WriteAsync("zero", "one", "two");
        AsVersion1();
        _bench.Sql($"UPDATE batch SET {change} WHERE base_offset = 1");
        await using var log = _bench.Open();

        var (records, damaged) = await EmbeddedBench.ScanAsync(log);

        records.Should().Equal((0, "zero"), (2, "two"));
        reasons.Split('|').Should().Contain(reason => damaged.Single().Message.Contains(reason, StringComparison.Ordinal));
    }

    [Test]
    public async Task Overlapping_batches_are_named()
    {
        await using (var log = _bench.Open())
        {
            await log.EnsureTopicsAsync([EmbeddedBench.Topic], default);
            await using var writer = await log.OpenWriterAsync("writer", default);
            for (var n = 0; n < 4; n++) writer.Produce(EmbeddedBench.Topic, default, "x"u8);
            await writer.CommitAsync(default);
        }
        AsVersion1();
        _bench.Sql("INSERT INTO batch SELECT topic, partition, 2, record_count, appended_at, codec, plain_length, checksum, records FROM batch");
        await using var again = _bench.Open();

        var (records, damaged) = await EmbeddedBench.ScanAsync(again, to: 6);

        records.Select(record => record.Offset).Should().Equal(0, 1, 2, 3);
        damaged.Should().ContainSingle().Which.Message.Should()
            .Contain("the batch readings-0@2 cannot be read, it overlaps the one before it, which ends at offset 4.");
    }

    [Test]
    public async Task A_stage_passes_over_a_hole_and_says_so()
    {
        await _bench.WriteAsync("zero", "one", "two");
        _bench.Sql("DELETE FROM batch WHERE base_offset = 1");
        var said = new RecordedLog<EmbeddedEventLog>();
        await using var log = _bench.Open(logger: said);
        await using var session = await log.OpenSessionAsync("group", EmbeddedBench.Topic, default);

        var seen = new List<long>();
        while (!session.IsCaughtUp)
        {
            var batch = await session.ReadAsync(default);
            for (var i = 0; i < batch.Count; i++) seen.Add(batch[i].Offset);
        }

        seen.Should().Equal(0, 2);
        said.Warnings.Should().ContainSingle().Which.Should()
            .StartWith("Group group skips 1 offsets of readings-0, from offset 0 to before offset 3: they are no longer in the log");
    }

    [TestCase("DELETE FROM identity", "its table 'identity' holds 0 rows instead of one")]
    [TestCase("INSERT INTO identity VALUES ('other')", "its table 'identity' holds 2 rows instead of one")]
    [TestCase("UPDATE identity SET cluster_id = ''", "its table 'identity' holds an empty row instead of one")]
    [TestCase("DROP TABLE identity", "its table 'identity' is missing")]
    [TestCase("DROP VIEW partition_state; DROP TABLE batch", "its table 'batch' is missing")]
    [TestCase("DROP TABLE committed", "its table 'committed' is missing")]
    [TestCase("DROP TABLE topic", "its table 'topic' is missing")]
    [TestCase("DROP TABLE retention", "its tables are not as StockNow made them (no such table: retention)")]
    [TestCase("DROP VIEW partition_state; ALTER TABLE batch RENAME COLUMN checksum TO sum",
        "its tables are not as StockNow made them (no such column: checksum)")]
    [TestCase("UPDATE topic SET partitions = 2147483648", "it gives topic 'readings' 2147483648 partitions")]
    [TestCase("UPDATE topic SET partitions = -1", "it gives topic 'readings' -1 partitions")]
    public async Task Each_damaged_table_is_named_by_every_opening(string sql, string what)
    {
        await _bench.WriteAsync("one");
        _bench.Sql(sql);
        await using var log = _bench.Open();

        foreach (var open in new Func<Task>[] { () => EmbeddedBench.ScanAsync(log), () => EmbeddedBench.WriteAsync(log, "two") })
            (await open.Should().ThrowAsync<DamagedLogException>()).WithMessage($"The event log {_bench.File} is damaged: {what}. Put it back from a copy, *");
    }

    [TestCase("emptied", "it holds no event log")]
    [TestCase("text", "file is not a database")]
    [TestCase("cut", "malformed|disk I/O error")]
    [TestCase("another program's", "it holds no event log")]
    public async Task Each_damaged_file_is_named_by_every_opening_and_left_as_it_is(string damage, string what)
    {
        await _bench.WriteAsync([.. Enumerable.Range(0, 200).Select(n => new string((char)('a' + n % 26), 3000))]);
        switch (damage)
        {
            case "emptied": File.WriteAllBytes(_bench.File, []); break;
            case "text": File.WriteAllText(_bench.File, string.Concat(Enumerable.Repeat("a text ", 10_000))); break;
            case "cut": File.WriteAllBytes(_bench.File, File.ReadAllBytes(_bench.File)[..^200_000]); break;
            default:
                File.Delete(_bench.File);
                _bench.Sql("CREATE TABLE theirs (n INTEGER)");
                break;
        }
        var length = new FileInfo(_bench.File).Length;
        await using var log = _bench.Open();

        foreach (var open in new Func<Task>[] { () => EmbeddedBench.ScanAsync(log), () => EmbeddedBench.WriteAsync(log, "more") })
        {
            var fault = (await open.Should().ThrowAsync<UnrecoverableException>()).Which.Message;
            fault.Should().StartWith($"The event log {_bench.File} is damaged: ").And.EndWith("away, not only the event log.");
            what.Split('|').Should().Contain(part => fault.Contains(part, StringComparison.Ordinal), fault);
        }
        new FileInfo(_bench.File).Length.Should().Be(length);
    }

    [Test]
    public async Task A_log_of_a_later_version_is_not_called_damaged()
    {
        await _bench.WriteAsync("one");
        _bench.Sql("PRAGMA user_version = 3");
        await using var log = _bench.Open();

        var opening = () => log.EnsureTopicsAsync([EmbeddedBench.Topic], default);

        (await opening.Should().ThrowAsync<UnrecoverableException>())
            .WithMessage("*was written by a later version of StockNow (format 3; this one reads up to 2). Use that version*");
    }

    [Test]
    public async Task A_log_whose_newest_batches_are_gone_takes_no_records_lest_an_offset_is_given_twice()
    {
        await _bench.WriteAsync("zero", "one", "two");
        _bench.Sql("INSERT INTO committed VALUES ('group', 'readings', 0, 3); DELETE FROM batch WHERE base_offset > 0");

        var writing = () => _bench.WriteAsync("three");

        (await writing.Should().ThrowAsync<DamagedLogException>())
            .WithMessage("*readings-0 ends at offset 1, but was read up to offset 3, so its newest batches were removed, and new records would get their "
            + "offsets*");
    }

    [Test]
    public async Task A_log_whose_newest_batch_is_damaged_takes_no_records()
    {
        await _bench.WriteAsync("zero", "one");
        _bench.Sql("UPDATE batch SET record_count = 5 WHERE base_offset = 1");

        var writing = () => _bench.WriteAsync("two");

        (await writing.Should().ThrowAsync<DamagedRecordsException>()).WithMessage("*the batch readings-0@1 cannot be read, its checksum does not match*");
    }

    [Test]
    public async Task A_log_of_the_version_before_is_brought_up_where_it_lies()
    {
        await _bench.WriteAsync("zero", "one", "two");
        AsVersion1();
        OldLog.Downgrade(_bench);
        _bench.Sql("DELETE FROM batch WHERE base_offset = 0");

        await using var log = _bench.Open();
        await EmbeddedBench.WriteAsync(log, "three");

        (await EmbeddedBench.ScanAsync(log)).Records.Should().Equal((1, "one"), (2, "two"), (3, "three"));
        (await log.DescribeAsync(EmbeddedBench.Topic, default)).Should().Equal(new PartitionState(EmbeddedBench.Partition, 1, 4) { RemovedTo = 1 });
    }

    // Batches as version 1 has written them: the checksum covers their records only.
    void AsVersion1()
    {
        using var db = new SqliteConnection($"Data Source={_bench.File};Pooling=false");
        db.Open();
        db.CreateFunction("checksum_1", (byte[] records) => BatchChecksum.OfRecords(records));
        Run(db, "UPDATE batch SET codec = codec - 2, checksum = checksum_1(records)");
    }

    static void Flip(SqliteConnection db, string column, int batch, int place, byte bits)
    {
        using var command = db.CreateCommand();
        command.CommandText = $"SELECT {column} FROM batch WHERE base_offset = {batch}";
        var damaged = command.ExecuteScalar() switch
        {
            long number => number ^ ((long)bits << (place % 8 * 8)),
            string text => text[..(place % text.Length)] + (char)(text[place % text.Length] ^ (bits & 0x1F | 1)) + text[(place % text.Length + 1)..],
            byte[] bytes => Flipped(bytes, place, bits),
            var other => other,
        };
        command.CommandText = $"UPDATE OR IGNORE batch SET {column} = $damaged WHERE base_offset = {batch}";
        command.Parameters.AddWithValue("$damaged", damaged);
        command.ExecuteNonQuery();
    }

    static byte[] Flipped(byte[] bytes, int place, byte bits)
    {
        var flipped = bytes.ToArray();
        flipped[place % flipped.Length] ^= bits;
        return flipped;
    }

    static void Run(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
