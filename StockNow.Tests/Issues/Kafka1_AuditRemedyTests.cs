using System.Text.RegularExpressions;
using StockNow.Contracts.Topics;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>The commands that the audit prints, run with Kafka's own tool, cause no duplicate.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed partial class Kafka1_AuditRemedyTests
{
    [Test]
    public async Task Groups_that_were_set_back_continue_without_a_duplicate_after_the_printed_commands()
    {
        await using var cluster = await KafkaCluster.StartAsync(brokers: 1);
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder.Path}", "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={cluster.Brokers}",
            "--EventLog:Kafka:SessionTimeout=6s"];
        var run = await HostProcess.RunAsync(
            ["--stages=all", "--until-drained", "--Simulator:Count=600", "--Simulator:Rate=1000", "--Simulator:SalesPerHour=10000", "--Simulator:Seed=1",
            .. log]);
        run.ExitCode.Should().Be(0, run.Err);
        var made = CountOutputs(cluster);
        foreach (var (group, topic) in new[] { (GroupNames.AlertFilter, TopicNames.Input), (GroupNames.AlertHandler, TopicNames.Alerts) })
            await cluster.ToolAsync("groups", $"--group {group} --topic {topic} --reset-offsets --to-earliest --execute");

        var audit = await HostProcess.RunAsync(["audit", .. log]);
        audit.ExitCode.Should().Be(3, audit.Out + audit.Err);
        var commands = Printed().Matches(audit.Out).Select(match => match.Groups["arguments"].Value).ToList();
        commands.Should().NotBeEmpty(audit.Out).And.OnlyHaveUniqueItems();
        foreach (var command in commands) await cluster.PrintedAsync("groups", command);

        await Pipeline.ShouldBeClean(folder.Path, log);
        var again = await HostProcess.RunAsync(["--stages=alert-filter,alert-handler,storage", "--until-drained", "--Drain:Quiet=4s", .. log]);
        again.ExitCode.Should().Be(0, again.Err);
        CountOutputs(cluster).Should().Be(made, "nothing is done twice");
        await Pipeline.ShouldBeClean(folder.Path, log);
    }

    static (int Alerts, int Reports) CountOutputs(KafkaCluster cluster) =>
        (KafkaRecords.Read(cluster.Brokers, TopicNames.Alerts).Count(), KafkaRecords.Read(cluster.Brokers, TopicNames.MissingProducts).Count());

    [GeneratedRegex("kafka-consumer-groups.sh (?<arguments>--bootstrap-server [^\n]*? --execute)")]
    private static partial Regex Printed();
}
