using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

[Category("Kafka")]
[NonParallelizable]
sealed class K5_ReplayIntoKafkaTests : ReplayIssue
{
    static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Test]
    public async Task File_is_sent_again_after_its_topic_was_deleted()
    {
        var kafka = await KafkaService.EmptyAsync();
        Write("a.ndjson", Lines(Enumerable.Range(0, 50).Select(n => Reading($"s{n}"))));
        string[] arguments = ["--stages=simulator", $"--DataFolder={Folder["data"]}", $"--Simulator:Replay:File={Folder["a.ndjson"]}", .. kafka];
        (await HostProcess.RunAsync(arguments)).ExitCode.Should().Be(0);
        var again = await HostProcess.RunAsync(arguments);
        again.Err.Should().Contain("All 50 lines of ").And.Contain("were sent before");
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        await admin.DeleteTopicsAsync([TopicNames.Input]);
        await Wait.UntilAsync(() => admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.All(topic => topic.Topic != TopicNames.Input), "the topic is gone");

        var recreated = await HostProcess.RunAsync(arguments);

        recreated.ExitCode.Should().Be(0, recreated.Err);
        await using var log = Open("a");
        (await log.CountAsync(TopicNames.Input, Soon)).Should().Be(50, recreated.Err);
    }

    // Kafka compares nothing before it writes: only the fence keeps two writers of one position apart, whatever their instances are called.
    [Test]
    public async Task Writers_of_one_name_fence_each_other_also_as_different_instances()
    {
        await KafkaService.EmptyAsync();
        await using var first = Open("a");
        await using var second = Open("b");
        await first.EnsureTopicsAsync([TopicNames.Input], Soon);
        await using var older = await first.OpenWriterAsync("replay-of-this-test", Soon);
        await CommitAsync(older, null, "1");
        await using var newer = await second.OpenWriterAsync("replay-of-this-test", Soon);
        await CommitAsync(newer, "1", "2");

        await older.Invoking(one => CommitAsync(one, "1", "2")).Should().ThrowAsync<EventLogException>();

        (await first.PositionAsync("file", Soon)).Should().Be("2");
        (await first.CountAsync(TopicNames.Input, Soon)).Should().Be(2);

        await using var maker = await first.OpenInstanceWriterAsync("maker", Soon);
        await using var other = await second.OpenInstanceWriterAsync("maker", Soon);
        maker.Name.Should().NotBe(other.Name);
        await CommitAsync(maker, null, "1", "made by a");
        await CommitAsync(other, null, "1", "made by b");
    }

    static Task CommitAsync(IEventLogWriter writer, string? expected, string value, string name = "file")
    {
        writer.Produce(TopicNames.Input, default, "{}"u8);
        writer.SavePosition(name, expected, value);
        return writer.CommitAsync(Soon);
    }

    static KafkaEventLog Open(string instance) => new(
        new KafkaProperties([new("BootstrapServers", KafkaService.Brokers)]), new KafkaLogOptions { Instance = instance }, new EventLogOptions(),
        ProductPipeline.Groups, ReadingLimits.Default, TimeProvider.System, NullLogger<KafkaEventLog>.Instance);
}
