using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Events;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Partitions that are added while a process runs: it soon sends a key where a process that was started afterwards does.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class C12_AddedPartitionsTests
{
    readonly FakeTimeProvider _clock = new();

    [Test]
    public void Partitions_that_are_added_count_after_a_while_and_not_within_every_transaction()
    {
        var (partitions, asked) = (3, 0);
        var counts = new PartitionCounts(_ => Task.FromResult((asked++, partitions).partitions), _clock);
        counts.Of("topic").Should().Be(3);
        partitions = 6;

        counts.Refresh();
        counts.Of("topic").Should().Be(3);
        _clock.Advance(PartitionCounts.Interval);
        counts.Refresh();
        counts.Refresh();

        counts.Of("topic").Should().Be(6);
        asked.Should().Be(2);
    }

    [Test]
    public void What_was_heard_before_holds_while_nobody_answers()
    {
        var isAway = false;
        var counts = new PartitionCounts(_ => isAway ? Task.FromException<int>(new EventLogException("away")) : Task.FromResult(3), _clock);
        counts.Of("topic").Should().Be(3);
        isAway = true;

        _clock.Advance(PartitionCounts.Interval);
        counts.Refresh();

        counts.Of("topic").Should().Be(3);
    }

    [Test]
    public void A_topic_that_is_made_later_is_found()
    {
        var partitions = 0;
        var counts = new PartitionCounts(_ => Task.FromResult(partitions), _clock);
        counts.Of("topic").Should().Be(0);

        partitions = 3;

        counts.Of("topic").Should().Be(3);
    }

    [Test]
    [Category("Kafka")]
    public async Task A_writer_that_was_there_before_sends_a_key_where_a_new_one_does()
    {
        var topic = $"c12-{Guid.NewGuid():N}";
        var clock = new ShiftedClock();
        await using var old = NewLog();
        await old.EnsureTopicsAsync([topic], CancellationToken.None);
        await using var writer = await old.OpenWriterAsync($"{topic}-old", CancellationToken.None);
        var before = await SendAsync(writer, topic);
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build())
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 12 }]);
        await using var second = NewLog();
        await using var newWriter = await second.OpenWriterAsync($"{topic}-new", CancellationToken.None);
        IReadOnlyList<int> wanted = [];
        await Wait.UntilAsync(async () => !(wanted = await SendAsync(newWriter, topic))
            .SequenceEqual(before), "a new writer sees the partitions that were added");

        clock.Advance(PartitionCounts.Interval);

        await Wait.UntilAsync(async () => (await SendAsync(writer, topic)).SequenceEqual(wanted), "the old writer sends each key where the new one does");

        KafkaEventLog NewLog() => new(new KafkaProperties([new("BootstrapServers", KafkaService.Brokers)]), new KafkaLogOptions { Partitions = 2 },
            new EventLogOptions(), ProductPipeline.Groups, ReadingLimits.Default, clock, NullLogger<KafkaEventLog>.Instance);
    }

    int _round;

    // The partitions that ten keys are sent to.
    async Task<IReadOnlyList<int>> SendAsync(IEventLogWriter writer, string topic)
    {
        var round = (++_round).ToString(System.Globalization.CultureInfo.InvariantCulture);
        for (var key = 0; key < 10; key++)
            writer.Produce(topic, [(byte)key], System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{round}:{key}")));
        await writer.CommitAsync(CancellationToken.None);
        return [.. KafkaRecords.Read(KafkaService.Brokers, topic)
            .Select(record => (record.At.Partition, Words: System.Text.Encoding.UTF8.GetString(record.Value).Split(':')))
            .Where(record => record.Words[0] == round).OrderBy(record => record.Words[1]).Select(record => record.Partition)];
    }
}
