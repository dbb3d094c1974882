using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>What an operator sees: with Kafka's own tools, and with <c>validate</c>.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class KafkaOperatorTests
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Stock_tools_read_topics_and_groups()
    {
        await using var cluster = await KafkaCluster.StartAsync(brokers: 1);
        using var folder = new TempFolder();
        string[] arguments = [
            "--stages=all", "--output=json", $"--DataFolder={folder.Path}", "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={cluster.Brokers}",
                "--Simulator:Rate=200", "--Simulator:Stores=40", "--Simulator:SalesPerHour=10000"];
        var run = await HostProcess.RunAsync([.. arguments, "--until-drained", "--Simulator:Count=1000"]);
        run.ExitCode.Should().Be(0, run.Err);
        var totals = Pipeline.TotalsOf(run);
        totals.Alerts.Should().BePositive();

        foreach (var group in new[] { GroupNames.AlertFilter, GroupNames.AlertHandler, GroupNames.Storage })
            LagsOf(await cluster.ToolAsync("groups", $"--describe --group {group}")).Should().HaveCount(6).And.OnlyContain(lag => lag == 0, group);
        var alerts = (await cluster.ToolAsync("console-consumer", string.Create(
            CultureInfo.InvariantCulture,
            $"--topic {TopicNames.Alerts} --from-beginning --isolation-level read_committed --max-messages {totals.Alerts} --timeout-ms 30000 --property "
            + $"print.headers=true --property print.key=true"))).Split('\n');
        alerts.Count(line => line.Contains("source-offset:", StringComparison.Ordinal) && line.Contains("\"alert\":true", StringComparison.Ordinal)).Should()
            .Be((int)totals.Alerts);

        await using var running = HostProcess.Start(arguments);
        await running.UntilAsync(one => one.Err.Contains($"Group {GroupNames.AlertFilter} was given", StringComparison.Ordinal));
        (await cluster.ToolAsync("groups", $"--describe --members --group {GroupNames.AlertFilter}")).Should()
            .MatchRegex(@"instocknow-alert-filter\s+stocknow-\S+\s+/127\.0\.0\.1\s+stocknow-alert-filter-\S+-\d+-1\s+6");
    }

    [Test]
    public async Task Validate_says_where_a_transaction_hangs_since_when_and_what_to_do()
    {
        using var folder = new TempFolder();
        var log = await RunToTheEndAsync(folder);
        using var open = new OpenTransaction("somebody-else");
        var offset = await open.HoldAsync(TopicNames.Input, 4);

        var validate = await HostProcess.RunAsync(["validate", .. log]);
        await PrintedCommands.RunAllAsync(validate.Out);
        var after = await HostProcess.RunAsync(["validate", .. log]);

        validate.ExitCode.Should().Be(1, validate.Out);
        validate.Out.Should().Contain(string.Create(CultureInfo.InvariantCulture,
            $"!!  event log      A transaction hangs in instocknow-input-4 since offset {offset}: 1 offsets"))
            .And.Contain(string.Create(CultureInfo.InvariantCulture, $"abort --topic instocknow-input --partition 4 --start-offset {offset}"));
        after.ExitCode.Should().Be(0, after.Out);
    }

    // What these offsets belong to may be committed: the stage must not continue before audit has said where.
    [Test]
    public async Task Validate_says_how_to_end_a_transaction_that_holds_offsets_of_a_group()
    {
        using var folder = new TempFolder();
        var log = await RunToTheEndAsync(folder);
        using var open = new OpenTransaction("somebody-else");
        open.HoldOffset(GroupNames.AlertFilter, TopicNames.Input, 4);

        var validate = await HostProcess.RunAsync(["validate", .. log]);
        open.End();

        validate.ExitCode.Should().Be(1, validate.Out);
        validate.Out.Should().MatchRegex(@"!!  event log      A transaction hangs in __consumer_offsets-\d since offset \d+: .*1\. stop the stages; "
            + @"2\. abort the transaction with `kafka-transactions\.sh .* abort --topic __consumer_offsets --partition \d --start-offset \d+`; 3\. "
                + @"set the offsets that 'audit' reports; 4\. start the stages again");
    }

    // The alerts are there and committed, but nobody can see them yet: to audit they must not seem lost.
    [Test]
    public async Task Audit_waits_for_alerts_that_an_open_transaction_hides()
    {
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder.Path}", "--Simulator:Count=200", "--Simulator:Rate=200", .. await KafkaService.EmptyAsync()];
        (await HostProcess.RunAsync(["--stages=all", "--until-drained", .. log])).ExitCode.Should().Be(0);
        using var open = new OpenTransaction("somebody-else");
        await using (var running = HostProcess.Start(["--stages=alert-filter", .. log]))
        {
            await running.UntilAsync(one => one.Err.Contains($"Group {GroupNames.AlertFilter} was given", StringComparison.Ordinal));
            for (var partition = 0; partition < 6; partition++) await open.HoldAsync(TopicNames.Alerts, partition);
            (await HostProcess.RunAsync(["--stages=simulator", "--until-drained", .. log])).ExitCode.Should().Be(0);
            running.Signal("INT");
            (await running.ExitAsync()).Should().Be(0, running.Err);
        }

        await using var audit = HostProcess.Start(["audit", .. log]);
        await audit.UntilAsync(one => one.Err.Contains("An open transaction in instocknow-alerts-", StringComparison.Ordinal));
        open.End();

        (await audit.ExitAsync()).Should().Be(0, audit.Out);
    }

    // Transactions are short, so that validate soon knows which one hangs.
    static async Task<string[]> RunToTheEndAsync(TempFolder folder)
    {
        string[] log = [$"--DataFolder={folder.Path}", "--EventLog:Kafka:TransactionTimeout=1s", .. await KafkaService.EmptyAsync()];
        (await HostProcess.RunAsync(["--stages=all", "--until-drained", "--Simulator:Count=50", "--Simulator:Rate=100", .. log])).ExitCode.Should().Be(0);
        return log;
    }

    static List<long> LagsOf(string described)
    {
        var rows = described.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var header = rows.FindIndex(row => row.Contains("LAG"));
        var column = Array.IndexOf(rows[header], "LAG");
        return [.. rows.Skip(header + 1).Where(row => row.Length > column)
            .Select(row => row[column] == "-" ? 0 : long.Parse(row[column], CultureInfo.InvariantCulture))];
    }
}
