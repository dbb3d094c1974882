using Confluent.Kafka;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>A group whose offsets are gone does not start over: everything would be done twice, and nobody would know.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class KafkaLostOffsetsTests
{
    const int Readings = 600;

    [TestCase("alert-filter", GroupNames.AlertFilter, TopicNames.Input)]
    [TestCase("alert-handler", GroupNames.AlertHandler, TopicNames.Alerts)]
    public async Task A_stage_whose_group_is_gone_ends_with_the_remedy_and_continues_after_it(string stage, string group, string topic)
    {
        using var folder = new TempFolder();
        var log = await RunOnceAsync(folder);
        using var admin = NewAdmin();
        var made = CountOutputs();

        await admin.DeleteGroupsAsync([group]);

        var run = await ShouldEndWithTheRemedyAsync(folder, stage, group, topic, log);
        CountOutputs().Should().Be(made, "nothing is done twice");
        var validate = await HostProcess.RunAsync(["validate", $"--DataFolder={folder.Path}", .. log]);
        (validate.ExitCode, validate.Out + validate.Err)
            .Should().Match<(int Code, string Text)>(said => said.Code == 1
            && said.Text.Contains($"has lost the committed offsets of group {group} in {topic}-0"));
        await PrintedCommands.RunAllAsync(run.Err);
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
            "--stages=all", "--until-drained", "--output=json", $"--DataFolder={folder.Path}", $"--Simulator:Count={Readings}", "--Simulator:Rate=1000",
                "--Simulator:SalesPerHour=10000", "--Simulator:Seed=1", .. log]);
        run.ExitCode.Should().Be(0, run.Err);
        var totals = Pipeline.TotalsOf(run);
        totals.Readings.Should().Be(Readings);
        totals.Alerts.Should().BePositive();
        return log;
    }

    static Task<HostProcess> RunAsync(TempFolder folder, string stage, string[] log) =>
        HostProcess.RunAsync([$"--stages={stage}", "--until-drained", "--Drain:Quiet=4s", $"--DataFolder={folder.Path}", .. log]);

    static async Task<HostProcess> ShouldEndWithTheRemedyAsync(TempFolder folder, string stage, string group, string where, string[] log)
    {
        var run = await RunAsync(folder, stage, log);

        run.ExitCode.Should().Be(1, run.Err);
        run.Err.Should().Contain($"has lost the committed offsets of group {group} in {where}");
        PrintedCommands.In(run.Err).Should()
            .NotBeEmpty().And.OnlyContain(command => command.Contains($"--group {group} --topic ") && command.Contains(" --bootstrap-server "));
        return run;
    }

    static (int Alerts, int Reports) CountOutputs() =>
        (KafkaRecords.Read(KafkaService.Brokers, TopicNames.Alerts).Count(), KafkaRecords.Read(KafkaService.Brokers, TopicNames.MissingProducts).Count());

    static IAdminClient NewAdmin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build();
}
