using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Topics that somebody else has made, and the largest reading.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class KafkaTopicsTests
{
    [Test]
    public async Task A_compacted_topic_is_refused_by_a_run_and_by_validate()
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();
        await MakeInputAsync(partitions: 1, new() { ["cleanup.policy"] = "compact" });

        var run = await HostProcess.RunAsync(["--stages=all", $"--DataFolder={folder.Path}", .. log]);
        var validate = await HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. log]);

        (run.ExitCode, validate.ExitCode).Should().Be((1, 1));
        run.Err.Should().Contain("Topic 'instocknow-input' is compacted (cleanup.policy=compact)").And.Contain("Set cleanup.policy=delete");
        validate.Out.Should().Contain("NO  event log").And.Contain("Topic 'instocknow-input' is compacted");
    }

    [Test]
    public async Task A_topic_with_other_settings_is_used_as_it_is_and_what_does_not_fit_is_said()
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();
        await MakeInputAsync(partitions: 3, new() { ["max.message.bytes"] = "1048588" });

        var run = await HostProcess.RunAsync(
            ["--stages=all", "--until-drained", "--output=json", "--Simulator:Count=50", "--Simulator:Rate=100", $"--DataFolder={folder.Path}", .. log]);
        var validate = await HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. log]);

        run.ExitCode.Should().Be(0, run.Err);
        Pipeline.TotalsOf(run).Readings.Should().Be(50);
        run.Err.Should().Contain("Topic instocknow-input has 3 partitions and keeps them").And.NotContain("Topic instocknow-alerts has");
        const string narrow = "Topic 'instocknow-input' accepts records of up to 1048588 bytes (max.message.bytes)";
        run.Err.Should().Contain(narrow).And.Contain("--add-config max.message.bytes=2065536");
        validate.Out.Should().Contain($"note           {narrow}").And.NotContain("Topic 'instocknow-alerts'", "topics of our own making fit");
        validate.ExitCode.Should().Be(0, "work is not hindered");
    }

    // Every stage reads them at its start, and a broker compacts only full segments.
    [Test]
    public async Task Positions_are_compacted_long_before_a_gigabyte_of_them_is_there()
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();

        (await HostProcess.RunAsync(["--stages=simulator", "--Simulator:Count=1", $"--DataFolder={folder.Path}", .. log])).ExitCode.Should().Be(0);

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        var settings = (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "instocknow-positions" }])).Single().Entries;
        (settings["cleanup.policy"].Value, settings["segment.bytes"].Value).Should().Be(("compact", "16777216"));
    }

    // As an alert the sensor travels twice: in the value and as the key.
    [Test]
    public async Task The_largest_reading_with_a_long_sensor_goes_through_all_stages()
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();
        await File.WriteAllBytesAsync(folder["readings.ndjson"],
            [.. Reading(sensor: 100_000, length: 999_900), (byte)'\n', .. Reading(sensor: 10, length: 400), (byte)'\n']);

        var run = await HostProcess.RunAsync(
            ["--stages=all", "--until-drained", "--output=json", "--MaxIdBytes=100000", $"--Simulator:Replay:File={folder["readings.ndjson"]}",
            $"--DataFolder={folder["data"]}", .. log]);

        run.ExitCode.Should().Be(0, run.Err);
        Pipeline.TotalsOf(run).Should().Be((2, 2, 2, 2, 0));
        await Pipeline.ShouldBeClean(folder["data"], log);
    }

    // Letters that cannot be compressed, so that it is as long on its way.
    static byte[] Reading(int sensor, int length)
    {
        var random = new Random(7);
        var head = $$"""{"sensor_id":"{{Letters(sensor)}}","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":1,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true,"note":" """.TrimEnd();
        return Encoding.UTF8.GetBytes($"{head}{Letters(length - head.Length - 2)}\"}}");

        string Letters(int count) => new(random.GetItems("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".AsSpan(), count));
    }

    static async Task MakeInputAsync(int partitions, Dictionary<string, string> settings)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = TopicNames.Input, NumPartitions = partitions, ReplicationFactor = 1,
            Configs = settings }]);
        while (admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.All(topic => topic.Topic != TopicNames.Input)) await Task.Delay(50);
    }
}
