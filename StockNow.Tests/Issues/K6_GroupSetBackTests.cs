using Confluent.Kafka;
using StockNow.Contracts.Topics;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace StockNow.Tests.Issues;

/// <summary>An operator sets a stopped group back, and starts it: what its outputs already hold would silently be made twice.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class K6_GroupSetBackTests
{
    const int Readings = 600;

    [TestCase("alert-filter", GroupNames.AlertFilter, TopicNames.Input, TopicNames.Alerts)]
    [TestCase("alert-handler", GroupNames.AlertHandler, TopicNames.Alerts, TopicNames.MissingProducts)]
    public async Task A_start_is_refused_with_the_offset_to_set_and_continues_after_the_printed_command(string stage, string group, string topic, string output)
    {
        using var folder = new TempFolder();
        var log = await RunOnceAsync(folder);
        var made = Count(output);
        await SetBackAsync(group, topic, Enumerable.Range(0, 6));

        var run = await HostProcess.RunAsync([$"--stages={stage}", "--until-drained", .. log]);
        var validate = await HostProcess.RunAsync(["validate", .. log]);

        (run.ExitCode, validate.ExitCode).Should().Be((1, 1), run.Err + validate.Out);
        run.Err.Should().MatchRegex($@"Group {group} has committed offset 0 in {topic}-\d, but its outputs for offset \d+ already "
            + $@"exist.*EventLog:AllowReprocessing=true");
        validate.Out.Should().MatchRegex(
            $@"!!  event log      Group {group} has committed offset 0 in {topic}-\d, but its outputs for offset \d+ already exist");
        Count(output).Should().Be(made, "nothing is done twice");

        foreach (var command in validate.Out.Split('\n').Where(line => line.Contains("kafka-consumer-groups.sh", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf("kafka-consumer-groups.sh", StringComparison.Ordinal)..].Trim()))
            await PrintedCommands.RunAsync(command);
        (await HostProcess.RunAsync([$"--stages={stage}", "--until-drained", .. log])).ExitCode.Should().Be(0);
        Count(output).Should().Be(made);
    }

    [Test]
    public async Task One_partition_among_several_workers_is_enough()
    {
        using var folder = new TempFolder();
        var log = await RunOnceAsync(folder);
        var made = Count(TopicNames.Alerts);
        await SetBackAsync(GroupNames.AlertFilter, TopicNames.Input, [4]);

        var run = await HostProcess.RunAsync(["--stages=alert-filter", "--until-drained", "--AlertFilter:Workers=3", .. log]);

        run.ExitCode.Should().Be(1, run.Err);
        run.Err.Should().Contain($"Group {GroupNames.AlertFilter} has committed offset 0 in {TopicNames.Input}-4, but its outputs");
        Count(TopicNames.Alerts).Should().Be(made);
    }

    [Test]
    public async Task A_switch_allows_it_and_says_so()
    {
        using var folder = new TempFolder();
        var log = await RunOnceAsync(folder);
        var made = Count(TopicNames.Alerts);
        await SetBackAsync(GroupNames.AlertFilter, TopicNames.Input, Enumerable.Range(0, 6));

        var run = await HostProcess.RunAsync(["--stages=alert-filter", "--until-drained", "--EventLog:AllowReprocessing=true", .. log]);

        run.ExitCode.Should().Be(0, run.Err);
        run.Err.Should().Contain($"Group {GroupNames.AlertFilter} processes {TopicNames.Input}-");
        Count(TopicNames.Alerts).Should().Be(2 * made);
    }

    static async Task<string[]> RunOnceAsync(TempFolder folder)
    {
        string[] log = [$"--DataFolder={folder.Path}", .. await KafkaService.EmptyAsync()];
        var run = await HostProcess.RunAsync(
            ["--stages=all", "--until-drained", "--output=json", $"--Simulator:Count={Readings}", "--Simulator:Rate=1000", "--Simulator:Stores=40",
            "--Simulator:SalesPerHour=10000", "--Simulator:Seed=1", .. log]);
        run.ExitCode.Should().Be(0, run.Err);
        Pipeline.TotalsOf(run).Alerts.Should().BePositive();
        return log;
    }

    static async Task SetBackAsync(string group, string topic, IEnumerable<int> partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        await admin.AlterConsumerGroupOffsetsAsync(
            [new ConsumerGroupTopicPartitionOffsets(group, [.. partitions.Select(number => new TopicPartitionOffset(new TopicPartition(topic, number), 0))])]);
    }

    static int Count(string topic) => KafkaRecords.Read(KafkaService.Brokers, topic).Count();
}
