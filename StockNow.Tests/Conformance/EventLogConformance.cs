using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Conformance;

/// <summary>What every event log promises. An implementation derives and says how to open one.</summary>
abstract class EventLogConformance : SessionConformance
{
    [Test]
    public async Task Records_are_read_in_the_order_of_their_offsets_with_key_value_and_headers()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, Enumerable.Range(0, 1000).Select(n => $"value {n}"));

        var seen = await ReadAllAsync(log);

        seen.Select(record => record.Value).Should().Equal(Enumerable.Range(0, 1000).Select(n => $"value {n}"));
        seen.Select(record => record.Offset).Should().Equal(Enumerable.Range(0, 1000).Select(n => (long)n));
        seen[7].Key.Should().Be("key");
        seen[7].Origin.Should().Be("test");
    }

    [Test]
    public async Task Empty_keys_and_values_and_a_value_of_a_megabyte_come_back_as_they_were()
    {
        await using var log = await OpenWithTopicsAsync();
        var large = new string('x', 1_000_000);
        await using (var writer = await log.OpenWriterAsync(Unique("writer"), Soon))
        {
            writer.Produce(Input, default, default);
            writer.Produce(Input, "k"u8, Encoding.UTF8.GetBytes(large));
            writer.Produce(Input, default, "after"u8);
            await writer.CommitAsync(Soon);
        }

        (await ReadAllAsync(log)).Select(record => record.Value).Should().Equal("", large, "after");
    }

    [Test]
    public async Task A_record_of_the_size_that_a_topic_is_said_to_take_is_taken()
    {
        await using var log = await OpenWithTopicsAsync();
        var random = new Random(7);
        var value = Array.Empty<byte>();
        await using (var writer = await log.OpenWriterAsync(Unique("writer"), Soon))
        {
            var headers = new HeaderWriter().Add("origin"u8, "test"u8);
            var most = writer.MaxRecordBytes(Input);
            most.Should().BeGreaterThan(1_000_000, "a reading of the default length fits");
            value = new byte[Math.Min(most, 8_000_000) - "key"u8.Length - headers.Encoded.Length];
            random.NextBytes(value); // nothing that compression could make smaller
            writer.Produce(Input, "key"u8, value, headers);
            await writer.CommitAsync(Soon);
        }

        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        session.MaxRecordBytes(Output).Should().BeGreaterThan(1_000_000);
        RecordBatch batch;
        do batch = await session.ReadAsync(Soon);
        while (batch.Count == 0);
        batch[0].Value.SequenceEqual(value).Should().BeTrue();
    }

    [Test]
    public async Task Equal_keys_stay_in_one_partition_and_in_order()
    {
        await using var log = await OpenWithTopicsAsync(partitions: 4);
        await using (var writer = await log.OpenWriterAsync(Unique("writer"), Soon))
        {
            for (var n = 0; n < 4000; n++) writer.Produce(Input, Encoding.UTF8.GetBytes($"sensor-{n % 40}"), Encoding.UTF8.GetBytes($"{n}"));
            await writer.CommitAsync(Soon);
        }

        var seen = await ReadAllAsync(log);

        seen.Should().HaveCount(4000);
        seen.Select(record => record.Partition).Distinct().Should().HaveCount(4);
        foreach (var sensor in seen.GroupBy(record => record.Key))
        {
            sensor.Select(record => record.Partition).Distinct().Should().ContainSingle();
            sensor.Select(record => int.Parse(record.Value)).Should().BeInAscendingOrder();
        }
    }

    [Test]
    public async Task What_was_not_committed_is_seen_by_nobody()
    {
        await using var log = await OpenWithTopicsAsync();
        await using (var writer = await log.OpenWriterAsync(Unique("writer"), Soon))
        {
            writer.Produce(Input, default, "never"u8);
            writer.SavePosition(Unique("file"), null, "12");
        }

        (await ReadAllAsync(log)).Should().BeEmpty();
        (await log.PositionAsync(Unique("file"), Soon)).Should().BeNull();
    }

    [Test]
    public async Task An_owner_chooses_where_to_begin_and_is_reported_when_it_ends()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one", "two", "three"]);
        var owner = new RecordingOwner(beginAt: 2);
        var reader = await log.OpenReaderAsync(Group, Input, owner, Soon);

        RecordBatch batch;
        do batch = await reader.ReadAsync(Soon);
        while (batch.Count == 0);
        Text(batch[0].Value).Should().Be("three");
        await reader.CommitAsync(batch.Partition, 3, Soon);
        await reader.DisposeAsync();

        owner.Events.Should().Equal($"assigned {Input}-0 committed none start 0", $"revoked {Input}-0");
        (await log.CommittedAsync(Group, Input, Soon))[0].Should().Be(3);
    }

    [Test]
    public async Task A_scan_reads_a_range_of_offsets_and_no_more()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, Enumerable.Range(0, 50).Select(n => $"{n}"));

        var offsets = new List<long>();
        await foreach (var batch in log.ScanAsync(new TopicPartition(Input, 0), 10, 40, Soon))
            for (var i = 0; i < batch.Count; i++) offsets.Add(batch[i].Offset);

        offsets.Should().Equal(Enumerable.Range(10, 30).Select(n => (long)n));
    }

    [Test]
    public async Task A_topic_keeps_its_partitions_when_it_is_asked_for_again()
    {
        await using var log = await OpenWithTopicsAsync(partitions: 3);
        await using var other = await OpenAsync(partitions: 5);
        await other.EnsureTopicsAsync([Input], Soon);

        (await other.DescribeAsync(Input, Soon)).Should().HaveCount(3);
        (await other.DescribeAsync("no-such-topic", Soon)).Should().BeEmpty();
    }

    [Test]
    public async Task A_record_wakes_a_waiting_reader_of_another_process()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var other = await OpenAsync();
        await using var session = await other.OpenSessionAsync(Group, Input, Soon);
        var reading = ReadSomeAsync(session, 1);

        await WriteAsync(log, ["ring"]);

        (await reading).Select(record => record.Value).Should().Equal("ring");
    }
}
