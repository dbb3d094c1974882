using Confluent.Kafka;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>A topic that was deleted and recreated on a real broker: the audit tells old outputs from new ones, and is clean.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class Kafka5_RecreatedTopicTests
{
    [TestCase(3)]
    [TestCase(1)]
    public async Task An_audit_is_clean_after_the_input_was_recreated(int partitionsAfter)
    {
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder.Path}", "--Simulator:Count=300", "--Simulator:Rate=1000", "--Simulator:SalesPerHour=10000", "--Drain:Quiet=3s",
            .. await KafkaService.EmptyAsync()];
        await RunAsync("--Simulator:Seed=1", "--EventLog:Kafka:Partitions=3");

        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build())
        {
            await admin.DeleteTopicsAsync([TopicNames.Input]);
            await Wait.UntilAsync(() => Task.FromResult(admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.All(topic => topic.Topic != TopicNames.Input)),
                "the topic is gone");
        }
        await RunAsync("--Simulator:Seed=2", $"--EventLog:Kafka:Partitions={partitionsAfter}");

        var audit = await HostProcess.RunAsync(["audit", .. log]);
        audit.ExitCode.Should().Be(0, audit.Out + audit.Err);
        audit.Out.Should().MatchRegex(@"note: \d+ alerts were made from another instocknow-input \(log [0-9a-f]{12}\): not judged").And.MatchRegex(
            "note: the lake also holds 300 rows of event log .*, which is another than this one")
            .And.EndWith("Clean: nothing lost, nothing twice.\n");

        async Task RunAsync(params string[] more)
        {
            var run = await HostProcess.RunAsync(["--stages=simulator,alert-filter,alert-handler,storage", "--until-drained", .. more, .. log]);
            run.ExitCode.Should().Be(0, run.Err);
        }
    }
}
