using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Operator;
using StockNow.Stages.Streaming.Kafka.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>
/// Topics as an operator makes them: what is only worth a change hinders nothing and fails no check, and is said only to a process that it concerns.
/// </summary>
[NonParallelizable]
sealed class K7_TopicAdviceTests
{
    static readonly TopicSettings Rules = new(new KafkaCommands(new KafkaProperties([new("BootstrapServers", "broker:9092")])));

    [Test, Category("Kafka")]
    public async Task Topics_with_the_brokers_default_size_are_noted_and_fail_no_check()
    {
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder.Path}", .. await KafkaService.EmptyAsync()];
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        await admin.CreateTopicsAsync([.. TopicNames.All.Select(topic => new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 })]);

        var filter = await HostProcess.RunAsync(["--stages=alert-filter", "--until-drained", .. log]);
        var validate = await HostProcess.RunAsync(["validate", "--EventLog:Kafka:Replication=2", .. log]);

        filter.ExitCode.Should().Be(0, filter.Err);
        filter.Err.Should().Contain("Topic 'instocknow-alerts' accepts records of up to 1048588 bytes").And.NotContain(
            "Topic 'instocknow-input' accepts records of up to", "it does not write there");
        validate.ExitCode.Should().Be(0, validate.Out);
        validate.Out.Should().Contain("note           Topic 'instocknow-input' accepts records of up to 1048588 bytes (max.message.bytes)")
            .And.Contain("note           Topic 'instocknow-alerts' has replication 1, but EventLog:Kafka:Replication is 2");
        foreach (var command in PrintedCommands.In(validate.Out)) await PrintedCommands.RunAsync(command);
        (await HostProcess.RunAsync(["validate", .. log])).Out.Should().NotContain("note           Topic");
    }

    [TestCase(2_065_536, false)]
    [TestCase(2_065_535, true)]
    public void A_topic_is_narrow_when_the_largest_reading_may_not_fit(int limit, bool isNarrow) =>
        (Rules.TooNarrow(TopicNames.Alerts, limit, 2_065_536) is not null).Should().Be(isNarrow);

    [Test]
    public void Dead_letters_that_take_less_than_the_input_are_named_with_the_command() =>
        Rules.NarrowerThanSource(TopicNames.DeadLetters, 2_065_536, TopicNames.Input, 20_000_000).Should().Be(
            "Topic 'instocknow-dead-letters' accepts records of up to 2065536 bytes (max.message.bytes), but 'instocknow-input' accepts up to 20000000: a "
            + "larger record of 'instocknow-input' is cut in the dead letters. To keep it whole, run "
            + "`kafka-configs.sh --bootstrap-server broker:9092 --alter --entity-type topics --entity-name instocknow-dead-letters --add-config "
            + "max.message.bytes=20000000`.");

    [Test]
    public void Commands_for_a_secured_cluster_sign_in() =>
        new KafkaCommands(new KafkaProperties([new("BootstrapServers", "broker:9094"), new("SecurityProtocol", "SaslSsl")])).SetOffset("group", "topic", 3, 70)
        .Should().Be(
            "kafka-consumer-groups.sh --bootstrap-server broker:9094 --command-config admin.properties --group group --topic topic:3 --reset-offsets "
            + "--to-offset 70 --execute");
}
