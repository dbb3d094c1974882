using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Audit;

/// <summary>With several partitions, retention in one hides no loss in another.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class RetentionAuditTests
{
    AuditedLog _log = null!;

    [SetUp]
    public async Task MakeLog() => _log = await AuditedLog.MakeAsync(partitions: 2);

    [TearDown]
    public async Task RemoveLog() => await _log.DisposeAsync();

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_lost_alert_in_one_partition_is_found_although_the_other_is_cut(int losing)
    {
        var cut = 1 - losing;
        await RunAsync(KeyOf(cut), KeyOf(losing), KeyOf(losing), KeyOf(losing));
        await CutAllAsync(TopicNames.Alerts, cut);
        (await _log.FindingsAsync()).Should().BeEmpty();

        _log.Lose(TopicNames.Alerts, losing, 1);

        (await _log.FindingsAsync()).Should().Equal(
            $"instocknow-alerts-{losing}: offset 1 is missing from the event log, although offsets before and after are there. Something removed records from "
            + "it",
            $"instocknow-input-{losing}: the alert of offset 1 is missing");
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_lost_report_in_one_partition_is_found_although_the_other_is_cut(int losing)
    {
        var cut = 1 - losing;
        foreach (var product in new[] { KeyOf(cut), KeyOf(losing), KeyOf(losing), KeyOf(losing) }) await SendAsync("shelf-1", product);
        await CutAllAsync(TopicNames.MissingProducts, cut);
        (await _log.FindingsAsync()).Should().BeEmpty();

        _log.Lose(TopicNames.MissingProducts, losing, 1);

        (await _log.FindingsAsync()).Should().SatisfyRespectively(
            hole => hole.Should().StartWith($"instocknow-missing-products-{losing}: offset 1 is missing from the event log"),
            report => report.Should().MatchRegex("^instocknow-alerts-[01]: the report of offset 2 is missing$"));
    }

    [TestCase(TopicNames.Input)]
    [TestCase(TopicNames.Alerts)]
    [TestCase(TopicNames.MissingProducts)]
    [TestCase(TopicNames.DeadLetters)]
    public async Task Retention_in_one_topic_is_no_finding(string topic)
    {
        foreach (var sensor in Enumerable.Range(0, 8)) await SendAsync($"shelf-{sensor}", $"product-{sensor % 3}");
        foreach (var sensor in Enumerable.Range(0, 8))
        {
            await _log.SendAsync(TopicNames.Input, $"shelf-{sensor}", $"no reading {sensor}");
            await WorkAsync();
        }

        for (var before = 1; before < 4; before++)
        {
            _log.Cut(topic, 0, before);
            _log.Cut(topic, 1, before - 1);
            (await _log.FindingsAsync()).Where(finding => !finding.Contains("before storage stored", StringComparison.Ordinal)).Should()
                .BeEmpty("only storage has not run here");
        }
    }

    // So that the cut partition still has its end, as retention leaves it, and nothing of the sources that lose something.
    async Task CutAllAsync(string topic, int partition)
    {
        await _log.SendAsync(topic, KeyOf(partition), "{}", new HeaderWriter()
            .AddSource(new TopicPartition(topic == TopicNames.Alerts ? TopicNames.Input : TopicNames.Alerts, partition), 1000));
        _log.Cut(topic, partition, before: 1);
    }

    async Task RunAsync(params string[] sensors)
    {
        foreach (var sensor in sensors) await SendAsync(sensor, "GTA6");
    }

    async Task SendAsync(string sensor, string product)
    {
        await _log.SendAsync(TopicNames.Input, sensor, AuditedLog.Reading(sensor, product));
        await WorkAsync();
    }

    async Task WorkAsync()
    {
        await _log.FilterAsync();
        await _log.HandleAsync();
    }

    static string KeyOf(int partition) =>
        Enumerable.Range(0, 100).Select(n => $"key {n}")
        .First(key => Partitioner.PartitionOf(System.Text.Encoding.UTF8.GetBytes(key), default, 2) == partition);
}
