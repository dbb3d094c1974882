using Confluent.Kafka;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace StockNow.Tests.Issues;

/// <summary>Retention has taken readings that the filter had not read: the remedy must not make it do again what is done, in any partition.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class K1_OffsetsOutOfRangeTests
{
    [TestCase("true")]
    [TestCase("false")]
    public async Task The_printed_commands_set_only_the_partitions_that_lost_readings_and_nothing_is_done_twice(string native)
    {
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder.Path}", $"--EventLog:Kafka:NativeBatches={native}", "--Simulator:Rate=2000", "--Simulator:Stores=40",
            "--Simulator:SalesPerHour=10000", .. await KafkaService.EmptyAsync()];
        (await HostProcess.RunAsync(["--stages=simulator,alert-filter", "--until-drained", "--Simulator:Count=600", "--Simulator:Seed=1",
            .. log])).ExitCode.Should().Be(0);
        (await HostProcess.RunAsync(["--stages=simulator", "--until-drained", "--Simulator:Count=600", "--Simulator:Seed=2", .. log])).ExitCode.Should().Be(0);
        var read = await CommittedAsync();
        var removed = new Dictionary<int, long> { [0] = read[0] + 3, [3] = read[3] + 1 };
        await RemoveAsync(removed);

        var run = await HostProcess.RunAsync(["--stages=alert-filter", "--until-drained", .. log]);

        run.ExitCode.Should().Be(1, run.Err);
        foreach (var (partition, start) in removed)
            run.Err.Should().Contain($"{start - read[partition]} offsets of {TopicNames.Input}-{partition}, from {read[partition]} to {start - 1}, were "
                + $"removed before the group read them, by retention or by an operator: at most {start - read[partition]} records are lost to it.");
        PrintedCommands.In(run.Err).Should().Equal(removed.Select(one =>
            $"kafka-consumer-groups.sh --bootstrap-server {KafkaService.Brokers} --group {GroupNames.AlertFilter} --topic {TopicNames.Input}:{one.Key} "
            + $"--reset-offsets --to-offset {one.Value} --execute"));
        await PrintedCommands.RunAllAsync(run.Err);
        (await HostProcess.RunAsync(["--stages=alert-filter", "--until-drained", .. log])).ExitCode.Should().Be(0);
        KafkaRecords.Read(KafkaService.Brokers, TopicNames.Alerts).Select(record => record.Source).Should().OnlyHaveUniqueItems();
        (await CommittedAsync()).Should().OnlyContain(one => one.Value > read[one.Key]);
    }

    static async Task<IReadOnlyDictionary<int, long>> CommittedAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        var offsets = await admin.ListConsumerGroupOffsetsAsync(
            [new ConsumerGroupTopicPartitions(GroupNames.AlertFilter,
            [.. Enumerable.Range(0, 6).Select(number => new TopicPartition(TopicNames.Input, number))])]);
        return offsets.Single().Partitions.ToDictionary(one => one.Partition.Value, one => one.Offset.Value);
    }

    static async Task RemoveAsync(Dictionary<int, long> before)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        await admin.DeleteRecordsAsync(before.Select(one => new TopicPartitionOffset(TopicNames.Input, one.Key, one.Value)));
    }
}
