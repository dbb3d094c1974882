using Confluent.Kafka;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;
using StockNow.Tests.Audit;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Tests.Issues;

/// <summary>What retention or an operator removed before a stage came to it is lost, and the audit says which offsets.</summary>
sealed class F4_RemovedUnreadTests
{
    static readonly TopicPartition Partition = new(TopicNames.Input, 3);

    [Test]
    public void Offsets_between_the_committed_one_and_the_start_were_removed_before_the_filter_judged_them() =>
        Say(start: 1546, committed: 519).Should()
        .Equal("instocknow-input-3: offsets 519 to 1545 (up to 1,027 readings) were removed from the event log before the filter read them");

    [Test]
    public void A_single_offset_is_one() =>
        Say(start: 520, committed: 519).Should()
        .Equal("instocknow-input-3: offset 519 (up to 1 reading) was removed from the event log before the filter read it");

    [TestCase(519)]
    [TestCase(600)]
    public void What_was_judged_before_it_was_removed_is_no_loss(long committed) => Say(start: 519, committed).Should().BeEmpty();

    [Test]
    public void A_log_that_was_cut_before_the_group_first_met_it_is_no_loss() => Say(start: 519, committed: null).Should().BeEmpty();

    [Test]
    public void In_a_log_that_is_all_ours_what_was_removed_before_the_group_began_is_a_loss() =>
        Say(start: 100, committed: null, removedTo: 100).Should()
        .Equal("instocknow-input-3: offsets 0 to 99 (up to 100 readings) were removed from the event log before the filter read them");

    [Test]
    public void The_loss_stays_visible_once_the_group_has_begun() =>
        Say(start: 300, committed: 500, removedTo: 300, began: 100).Should()
        .Equal("instocknow-input-3: offsets 0 to 99 (up to 100 readings) were removed from the event log before the filter read them");

    [Test]
    public async Task Readings_that_retention_removed_before_any_stage_had_begun_are_named_before_and_after()
    {
        await using var log = await AuditedLog.MakeAsync(partitions: 1);
        foreach (var sensor in new[] { "shelf-1", "shelf-2", "shelf-3" }) await log.SendAsync(TopicNames.Input, sensor, AuditedLog.Reading(sensor));
        log.Cut(TopicNames.Input, 0, before: 2);
        var before = await log.FindingsAsync();

        await log.FilterAsync();

        before.Should().Contain("instocknow-input-0: offsets 0 to 1 (up to 2 readings) were removed from the event log before the filter read them")
            .And.Contain("instocknow-input-0: offsets 0 to 1 (up to 2 readings) were removed from the event log before storage stored them");
        (await log.FindingsAsync()).Should()
            .Contain("instocknow-input-0: offsets 0 to 1 (up to 2 readings) were removed from the event log before the filter read them");
    }

    [Test]
    public void Storage_is_where_its_chain_ends_whatever_its_group_says()
    {
        var lake = Lake(new ChainSummary(new ChainId("log", Partition), 0, 519, 519, 2, 519, 0, 519, 2, 0));

        RemovedUnread.OfStorage([new PartitionState(Partition, 1546, 2000)], lake.Chains, Committed(519), None).Select(Text).Should().Equal(
            "instocknow-input-3: offsets 519 to 1545 (up to 1,027 readings) were removed from the event log before storage stored them");
        RemovedUnread.OfStorage([new PartitionState(Partition, 519, 2000)], lake.Chains, Committed(519), None).Should().BeEmpty();
        RemovedUnread.OfStorage([new PartitionState(Partition, 521, 2000)], lake.Chains, Committed(521), None).Should()
            .BeEmpty("Kafka's markers of transactions hold nothing to store");
        RemovedUnread.OfStorage([new PartitionState(Partition, 521, 2000)], lake.Chains, Committed(520), None).Should()
            .ContainSingle("storage had not come that far");
        RemovedUnread.OfStorage([new PartitionState(Partition, 1546, 2000)], lake.Chains, Committed(1546), None).Should()
            .ContainSingle("no transactions have so many markers in a row");
        RemovedUnread.OfStorage([new PartitionState(Partition, 1546, 2000)], Lake().Chains, Committed(519), None).Should()
            .ContainSingle("no lake was given what lies between");
    }

    [Test]
    public async Task Alerts_that_were_removed_before_the_handler_came_to_them_are_named()
    {
        await using var log = await AuditedLog.MakeAsync(partitions: 1);
        foreach (var sensor in new[] { "shelf-1", "shelf-2", "shelf-3" })
        {
            await log.SendAsync(TopicNames.Input, sensor, AuditedLog.Reading(sensor));
            await log.FilterAsync();
            if (sensor == "shelf-1") await log.HandleAsync();
        }
        log.Cut(TopicNames.Alerts, 0, before: 2);

        (await log.FindingsAsync()).Should().Contain("instocknow-alerts-0: offset 1 (up to 1 alert) was removed from the event log before the handler read it");
    }

    [Test]
    [Category("Kafka")]
    [NonParallelizable]
    public async Task On_Kafka_records_deleted_unread_are_named_before_and_after_the_stages_have_gone_on()
    {
        using var folder = new TempFolder();
        string[] log = [$"--DataFolder={folder["data"]}", "--EventLog:Kafka:Partitions=1", "--Drain:Quiet=2s", .. await KafkaService.EmptyAsync()];
        await WriteAsync(folder["first.ndjson"], "old", 40);
        await WriteAsync(folder["second.ndjson"], "new", 60);
        (await HostProcess.RunAsync(["--stages=all", "--until-drained", $"--Simulator:Replay:File={folder["first.ndjson"]}", .. log])).ExitCode.Should().Be(0);
        await Pipeline.ShouldBeClean(folder["data"], log);
        (await HostProcess.RunAsync(["--stages=simulator", "--until-drained", $"--Simulator:Replay:File={folder["second.ndjson"]}",
            .. log])).ExitCode.Should().Be(0);

        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = KafkaService.Brokers }).Build())
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(TopicNames.Input, 0, 70)]);
        var before = await HostProcess.RunAsync(["audit", .. log]);
        var storage = await HostProcess.RunAsync(["--stages=storage", "--until-drained", .. log]);
        var after = await HostProcess.RunAsync(["audit", .. log]);

        before.ExitCode.Should().Be(3, before.Out + before.Err);
        before.Out.Should().MatchRegex(
            @"instocknow-input-0: offsets 4\d to 69 \(up to (2|3)\d readings\) were removed from the event log before the filter read them")
            .And.MatchRegex(@"instocknow-input-0: offsets 4\d to 69 \(up to (2|3)\d readings\) were removed from the event log before storage stored them");
        storage.ExitCode.Should().Be(0, storage.Err);
        after.ExitCode.Should().Be(3, after.Out);
        after.Out.Should().Contain("were removed from the event log before the filter read them");
    }

    static Task WriteAsync(string path, string product, int readings) =>
        File.WriteAllTextAsync(path, string.Concat(Enumerable.Range(0, readings).Select(n => AuditedLog.Reading($"shelf-{n}", product) + "\n")));

    static IEnumerable<string> Say(long start, long? committed, long? removedTo = null, long? began = null) => RemovedUnread.Of(
        [new PartitionState(Partition, start, 2000) { RemovedTo = removedTo }], committed is { } next ? Committed(next) : [], began is { } first
            ? Committed(first) : [], "reading", "the filter read").Select(Text);

    static Dictionary<int, long> None => [];

    static Dictionary<int, long> Committed(long next) => new() { [3] = next };

    static string Text(AuditFinding finding) => $"{finding.Where}: {finding.What}";

    static LakeOfLog Lake(params ChainSummary[] chains) => new("log", new LakeReport(chains, []));
}
