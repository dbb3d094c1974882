using Confluent.Kafka;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Several workers and several processes share a stage's partitions.</summary>
[Category("Kafka")]
sealed class KafkaScaleOutTests
{
    [Test]
    public async Task Workers_of_one_process_share_the_partitions_and_change_no_number()
    {
        using var folder = new TempFolder();
        var file = ReadingsFile.RealOrMade(folder);
        var log = await KafkaService.EmptyAsync();
        await using var run = HostProcess.Start(
        [
            "--stages=all", "--until-drained", "--output=json", $"--DataFolder={folder["data"]}", $"--Simulator:Replay:File={file.Path}",
                FormattableString.Invariant($"--Simulator:Replay:Speed={file.Span.TotalSeconds / 8:0}"),
            "--AlertFilter:Workers=3", "--AlertHandler:Workers=2", "--Storage:Workers=2", .. log,
        ]);
        foreach (var (group, shares) in new[] { (GroupNames.AlertFilter, new[] { 2, 2, 2 }), (GroupNames.AlertHandler, [3, 3]), (GroupNames.Storage, [3, 3]) })
            await UntilSharedAsync(group, shares);

        (await run.ExitAsync()).Should().Be(0, run.Err);

        Pipeline.TotalsOf(run).Should().Be((file.Readings, file.Alerts, file.Alerts, file.Readings, 0));
        await Pipeline.ShouldBeClean(folder["data"], log);
    }

    [Test]
    public async Task Processes_that_join_and_are_killed_lose_nothing_and_double_nothing()
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();
        string[] Stage(string stage) => [$"--stages={stage}", "--until-drained", "--Drain:Quiet=4s", $"--DataFolder={folder.Path}", .. log];
        string[] Steady(string stage) => [.. Stage(stage), "--Storage:FirstAge=300ms", "--Storage:MaxAge=2s"];
        await using var simulator = HostProcess.Start([.. Stage("simulator"), "--Simulator:Rate=3000", "--Simulator:Duration=25s", "--Simulator:Stores=40"]);
        await using var firstFilter = HostProcess.Start(Steady("alert-filter"));
        await using var firstStorage = HostProcess.Start(Steady("storage"));
        await using var handler = HostProcess.Start(Steady("alert-handler"));
        await UntilSharedAsync(GroupNames.AlertFilter, 6);
        await UntilSharedAsync(GroupNames.Storage, 6);

        await using var secondFilter = HostProcess.Start([.. Steady("alert-filter"), "--AlertFilter:Workers=2"]);
        await using var secondStorage = HostProcess.Start(Steady("storage"));
        await UntilSharedAsync(GroupNames.AlertFilter, 2, 2, 2);
        await UntilSharedAsync(GroupNames.Storage, 3, 3);

        await firstFilter.KillAsync();
        await firstStorage.KillAsync();
        await UntilSharedAsync(GroupNames.AlertFilter, 3, 3);
        await UntilSharedAsync(GroupNames.Storage, 6);

        foreach (var one in new[] { simulator, secondFilter, handler, secondStorage }) (await one.ExitAsync()).Should().Be(0, one.Err);
        var seen = KafkaExactlyOnce.Look(KafkaService.Brokers);
        seen.Faults.Should().BeEmpty();
        seen.Readings.Should().BeGreaterThan(50_000);
        seen.Reports.Should().BePositive().And.Be(seen.Alerts);
        await Pipeline.ShouldBeClean(folder.Path, log);
    }

    static async Task UntilSharedAsync(string group, params int[] shares)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).SetLogHandler((_, _) => { }).Build();
        await Wait.UntilAsync(async () => (await SharesAsync(admin, group))
            .SequenceEqual(shares), $"{group} shares its partitions {string.Join(", ", shares)}");
    }

    static async Task<IEnumerable<int>> SharesAsync(IAdminClient admin, string group)
    {
        try
        {
            return (await admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions.Single().Members.Select(member =>
                member.Assignment.TopicPartitions.Count).Order();
        }
        catch (KafkaException) { return []; } // not there yet
    }
}
