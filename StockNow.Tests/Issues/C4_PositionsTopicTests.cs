using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>
/// The topic of positions that a broker or an administrator's script has made with settings under which Kafka forgets them: replays would be sent twice.
/// </summary>
[Category("Kafka")]
[NonParallelizable]
sealed class C4_PositionsTopicTests
{
    const string Positions = "instocknow-positions";

    [TestCase("delete")]
    [TestCase("compact,delete")]
    public async Task Positions_that_expire_are_refused_by_a_run_and_by_validate_until_the_printed_command_is_run(string policy)
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();
        await MakeAsync(partitions: 1, policy);

        var run = await HostProcess.RunAsync([.. Simulate(folder), .. log]);
        var validate = await HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. log]);

        (run.ExitCode, validate.ExitCode).Should().Be((1, 1), run.Err + validate.Out);
        var wanted = $"Topic '{Positions}' has cleanup.policy={policy}, but must be compacted only";
        run.Err.Should().Contain(wanted);
        validate.Out.Should().Contain("NO  event log").And.Contain(wanted);

        await PrintedCommands.RunAllAsync(validate.Out);

        (await HostProcess.RunAsync([.. Simulate(folder), .. log])).ExitCode.Should().Be(0);
        (await HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. log])).ExitCode.Should().Be(0);
    }

    [Test]
    public async Task Positions_in_several_partitions_are_refused_until_the_printed_command_is_run()
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();
        await MakeAsync(partitions: 3, "compact");

        var run = await HostProcess.RunAsync([.. Simulate(folder), .. log]);

        run.ExitCode.Should().Be(1, run.Err);
        run.Err.Should().Contain($"Topic '{Positions}' has 3 partitions, but must have 1");
        await PrintedCommands.RunAllAsync(run.Err);
        var after = await HostProcess.RunAsync([.. Simulate(folder), .. log]);
        after.ExitCode.Should().Be(0, after.Err);
        after.Err.Should().Contain($"Created topic {Positions} with 1 partitions");
    }

    static string[] Simulate(TempFolder folder) => ["--stages=simulator", "--Simulator:Count=1", $"--DataFolder={folder.Path}"];

    static async Task MakeAsync(int partitions, string policy)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Positions, NumPartitions = partitions, ReplicationFactor = 1,
            Configs = new() { ["cleanup.policy"] = policy } }]);
        await Wait.UntilAsync(() => Task.FromResult(admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Any(topic => topic.Topic == Positions)),
            "the topic is there");
    }
}
