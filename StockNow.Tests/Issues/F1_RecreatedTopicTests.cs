using System.Globalization;
using Confluent.Kafka;
using StockNow.Contracts.Topics;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>
/// The input topic is deleted and recreated while the lake is kept: every reading of both topics is stored once, and nobody says anything untrue of it.
/// </summary>
[Category("Kafka")]
[NonParallelizable]
sealed class F1_RecreatedTopicTests
{
    [Test]
    public async Task Readings_of_the_old_and_the_new_topic_are_all_stored_and_everything_is_clean()
    {
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder["data"]}", "--EventLog:Kafka:Partitions=1", .. await KafkaService.EmptyAsync()];
        await ReplayAsync("old", 40);
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build())
        {
            await admin.DeleteTopicsAsync([TopicNames.Input]);
            await Wait.UntilAsync(() => Task.FromResult(admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.All(topic => topic.Topic != TopicNames.Input)),
                "the topic is gone");
        }

        var second = await ReplayAsync("new", 30);

        Pipeline.TotalsOf(second).Rows.Should().Be(70);
        (await HostProcess.RunAsync(["lake", "verify", .. log])).Should().Match<HostProcess>(verify => verify.ExitCode == 0);
        var audit = await HostProcess.RunAsync(["audit", .. log]);
        audit.Out.Should().NotContain("another program may have written").And.NotContain("there more than once").And.NotContain("without a cause");
        audit.ExitCode.Should().Be(0, audit.Out);
        var analysis = await HostProcess.RunAsync(["--stages=analysis", "--output=json", .. log]);
        analysis.Out.Should().MatchRegex("\"readings\": ?70");

        // All at one hour, so that both topics would give their files the same name.
        async Task<HostProcess> ReplayAsync(string product, int count)
        {
            var file = folder[$"{product}.ndjson"];
            await File.WriteAllLinesAsync(file, Enumerable.Range(0, count).Select(minute => string.Create(CultureInfo.InvariantCulture,
                $$"""{"sensor_id":"S{{minute % 3}}","timestamp":"2025-07-05T10:{{minute:00}}:00Z","product_id":"{{product}}","quantity":{{minute % 10}},"threshold":5,"location":{"store":"s","lat":48.85,"lon":2.34},"alert":{{(minute % 10 < 5 ? "true" : "false")}}}""")));
            var run = await HostProcess.RunAsync(["--stages=all", "--until-drained", "--output=json", $"--Simulator:Replay:File={file}", .. log]);
            run.ExitCode.Should().Be(0, run.Err);
            return run;
        }
    }
}
