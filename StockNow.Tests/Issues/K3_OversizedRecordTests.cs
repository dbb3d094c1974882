using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Kafka.Topics;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Records that are larger than topics or producers take: they become dead letters, cut where they must be, and stop no stage.</summary>
[NonParallelizable]
sealed class K3_OversizedRecordTests
{
    [Test, Category("Kafka")]
    public async Task Foreign_records_of_any_size_become_dead_letters_and_the_pipeline_continues()
    {
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder.Path}", .. await KafkaService.EmptyAsync()];
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = TopicNames.Input, NumPartitions = 1, ReplicationFactor = 1,
            Configs = new() { ["max.message.bytes"] = "20000000" } }]);
        using (var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = KafkaService.Brokers, CompressionType = CompressionType.Gzip, MessageMaxBytes = 20_000_000 }).Build())
        {
            var traces = new Headers();
            for (var i = 0; i < 20; i++) traces.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"u8.ToArray());
            await producer.ProduceAsync(TopicNames.Input, new() { Value = Enumerable.Repeat((byte)'x', 12_000_000).ToArray() });
            var noise = new byte[5_000_000];
            new Random(7).NextBytes(noise);
            await producer.ProduceAsync(TopicNames.Input, new() { Value = noise });
            await producer.ProduceAsync(TopicNames.Input, new() { Value = Alert(), Headers = traces });
        }

        var run = await HostProcess.RunAsync(["--stages=alert-filter,alert-handler,storage", "--until-drained", "--output=json", .. log]);

        run.ExitCode.Should().Be(0, run.Err);
        run.Err.Should().Contain("a larger record of 'instocknow-input' is cut in the dead letters");
        Pipeline.TotalsOf(run).Should().Be((3, 1, 1, 1, 2));
        KafkaRecords.Read(KafkaService.Brokers, TopicNames.DeadLetters).Should()
            .OnlyContain(letter => letter.Value.Length > 2_000_000 && letter.Value.Length <= 2_065_536);
        await Pipeline.ShouldBeClean(folder.Path, log);
    }

    [Test]
    public void A_record_that_its_topic_does_not_take_is_a_fault_of_the_record()
    {
        var limits = new TopicLimits(new Dictionary<string, int> { ["narrow"] = 10_000, ["wide"] = 30_000_000 }, 2_065_536, clientLimit: null);

        limits.Invoking(one => one.Check("narrow", "key"u8, new byte[9_000], null)).Should().Throw<RecordException>()
            .WithMessage("the record for narrow has 9003 bytes, but the topic accepts at most 8976 (max.message.bytes)");
        limits.Invoking(one => one.Check("wide", "key"u8, new byte[20_000_000], null)).Should().NotThrow();
        limits.Of("a topic of our own making").Should().Be(2_065_536 - 1024);
    }

    [Test]
    public void A_producer_sends_what_the_widest_topic_takes_in_batches_that_the_narrowest_takes()
    {
        var settings = new TopicLimits(new Dictionary<string, int> { ["narrow"] = 100_000, ["wide"] = 30_000_000 }, 2_065_536, clientLimit: null).ForProducer()
            .ToDictionary();

        settings.Should().Equal(new Dictionary<string, string> { ["message.max.bytes"] = "30000000", ["batch.size"] = "98976" });
    }

    static byte[] Alert() => """{"sensor_id":"S1","timestamp":"2025-07-05T10:00:00Z","product_id":"p","quantity":1,"threshold":5,"location":{"store":"s","lat":48.85,"lon":2.34},"alert":true}"""u8.ToArray();
}
