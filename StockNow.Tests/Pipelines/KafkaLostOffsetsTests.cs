using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>A group whose offsets are gone does not begin anew: everything would be done twice, and nobody would know.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed partial class KafkaLostOffsetsTests
{
    const int Readings = 600;

    [TestCase("alert-filter", GroupNames.AlertFilter, TopicNames.Input)]
    [TestCase("alert-handler", GroupNames.AlertHandler, TopicNames.Alerts)]
    public async Task A_stage_whose_group_is_gone_ends_with_the_remedy_and_goes_on_after_it(string stage, string group, string topic)
    {
        using var folder = new TempFolder();
        var log = await RunOnceAsync(folder);
        using var admin = NewAdmin();
        var made = CountOutputs();

        await admin.DeleteGroupsAsync([group]);

        await ShouldEndWithTheRemedyAsync(folder, stage, group, topic, log);
        CountOutputs().Should().Be(made, "nothing is done twice");
        var validate = await HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. log]);
        (validate.ExitCode, validate.Out + validate.Err).Should().Match<(int Code, string Text)>(said => said.Code == 1 && said.Text.Contains($"has lost the offsets of group {group} in {topic}-0"));
        await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group, await OffsetsByAuditAsync(folder, group, topic, log))]);
        (await RunAsync(folder, stage, log)).ExitCode.Should().Be(0);
        CountOutputs().Should().Be(made);
        await Pipeline.ShouldBeClean(folder.Path, log);
    }

    [Test]
    public async Task The_offset_of_one_partition_is_missed_as_well()
    {
        using var folder = new TempFolder();
        var log = await RunOnceAsync(folder);
        using var admin = NewAdmin();
        var made = CountOutputs();

        await admin.DeleteConsumerGroupOffsetsAsync(GroupNames.AlertFilter, [new Confluent.Kafka.TopicPartition(TopicNames.Input, 2)]);

        await ShouldEndWithTheRemedyAsync(folder, "alert-filter", GroupNames.AlertFilter, $"{TopicNames.Input}-2", log);
        CountOutputs().Should().Be(made, "nothing is done twice");
    }

    [Test]
    public async Task Storage_needs_no_offsets_of_its_group_because_the_lake_knows_what_it_holds()
    {
        using var folder = new TempFolder();
        var log = await RunOnceAsync(folder);
        using var admin = NewAdmin();

        await admin.DeleteGroupsAsync([GroupNames.Storage]);

        (await RunAsync(folder, "storage", log)).ExitCode.Should().Be(0);
        await Pipeline.ShouldBeClean(folder.Path, log);
    }

    static async Task<string[]> RunOnceAsync(TempFolder folder)
    {
        var log = await KafkaService.EmptyAsync();
        var run = await HostProcess.RunAsync([
            "--stages=all", "--until-drained", "--output=json", $"--DataFolder={folder.Path}", $"--Simulator:Count={Readings}", "--Simulator:Rate=1000", "--Simulator:SalesPerHour=10000", "--Simulator:Seed=1", .. log]);
        run.ExitCode.Should().Be(0, run.Err);
        var totals = Pipeline.TotalsOf(run);
        totals.Readings.Should().Be(Readings);
        totals.Alerts.Should().BePositive();
        return log;
    }

    static Task<HostProcess> RunAsync(TempFolder folder, string stage, string[] log) => HostProcess.RunAsync([$"--stages={stage}", "--until-drained", "--Drain:Quiet=4s", $"--DataFolder={folder.Path}", .. log]);

    static async Task ShouldEndWithTheRemedyAsync(TempFolder folder, string stage, string group, string where, string[] log)
    {
        var run = await RunAsync(folder, stage, log);

        run.ExitCode.Should().Be(1, run.Err);
        run.Err.Should().Contain($"has lost the offsets of group {group} in {where}").And.Contain($"--group {group}").And.Contain("--reset-offsets --to-offset");
    }

    // As an operator does it: where audit names no offset nothing was done yet, and the start is right.
    static async Task<List<TopicPartitionOffset>> OffsetsByAuditAsync(TempFolder folder, string group, string topic, string[] log)
    {
        var audit = await HostProcess.RunAsync(["audit", $"--DataFolder={folder.Path}", .. log]);
        audit.ExitCode.Should().Be(3, audit.Out + audit.Err);
        var named = NamedOffset().Matches(audit.Out).Where(match => match.Groups["topic"].Value == topic && match.Groups["group"].Value == group)
            .ToDictionary(match => int.Parse(match.Groups["partition"].Value, CultureInfo.InvariantCulture), match => long.Parse(match.Groups["offset"].Value, CultureInfo.InvariantCulture));
        named.Should().NotBeEmpty(audit.Out);
        return [.. Enumerable.Range(0, 6).Select(partition => new TopicPartitionOffset(topic, partition, named.GetValueOrDefault(partition)))];
    }

    [GeneratedRegex(@"(?<topic>[\w-]+)-(?<partition>\d+): group (?<group>[\w-]+) has no offset, .*Before its next start set it to (?<offset>\d+)")]
    private static partial Regex NamedOffset();

    static (int Alerts, int Reports) CountOutputs() => (KafkaRecords.Read(KafkaService.Brokers, TopicNames.Alerts).Count(), KafkaRecords.Read(KafkaService.Brokers, TopicNames.MissingProducts).Count());

    static IAdminClient NewAdmin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
}
