using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Audit;

namespace StockNow.Tests.Issues;

/// <summary>After a topic was recreated, its old outputs are distinguished from the new ones, counted, and not judged.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class Kafka5_OtherLogOutputsTests
{
    const string Before = "1a2b3c4d5e6f";

    AuditedLog _log = null!;

    [SetUp]
    public async Task MakeLog()
    {
        _log = await AuditedLog.MakeAsync(partitions: 1);
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        await _log.SendAsync(TopicNames.Input, "shelf-2", AuditedLog.Reading("shelf-2", alert: false));
        await WorkAsync();
    }

    [TearDown]
    public async Task RemoveLog() => await _log.DisposeAsync();

    [Test]
    public async Task Outputs_of_the_topic_before_are_counted_and_are_neither_doubles_nor_without_a_cause()
    {
        foreach (var offset in Enumerable.Range(0, 3)) await OldAlertAsync(partition: 0, offset);
        await OldAlertAsync(partition: 5, offset: 0);
        await _log.SendAsync(TopicNames.DeadLetters, "shelf-1", "no reading", Source(TopicNames.Input, 0, 1, Before));
        await WorkAsync();

        var report = await _log.AuditAsync();

        report.Findings.Should().BeEmpty();
        report.IsClean.Should().BeTrue();
        report.Notes.Should().Equal("4 alerts were made from another instocknow-input (log 1a2b3c4d5e6f): not judged",
            "1 dead letter was made from another instocknow-input (log 1a2b3c4d5e6f): not judged");
        (report.Readings[0].Readings, report.Readings[0].Alerts, report.Readings[0].Holds).Should().Be((2, 1, true));
    }

    [Test]
    public async Task An_output_that_names_the_log_that_is_there_is_judged()
    {
        var present = LogIdentity.HashOf(await _log.Log.IdentityAsync(TopicNames.Input, default));
        await _log.SendAsync(TopicNames.Alerts, "shelf-1", AuditedLog.Reading("shelf-1"), Source(TopicNames.Input, 0, 0, present));
        await WorkAsync();

        (await _log.FindingsAsync()).Should().Equal("instocknow-input-0: the alert of offset 0 is there more than once");
    }

    [Test]
    public async Task An_output_that_names_no_log_is_of_an_older_version_and_judged()
    {
        await _log.SendAsync(TopicNames.Alerts, "shelf-2", AuditedLog.Reading("shelf-2"), Source(TopicNames.Input, 0, 1, log: null));
        await WorkAsync();

        (await _log.FindingsAsync()).Should().Equal("instocknow-input-0: the alert of offset 1 is there without a cause");
    }

    [Test]
    public async Task Outputs_of_partitions_that_are_not_there_are_one_finding()
    {
        foreach (var offset in Enumerable.Range(0, 9))
            await _log.SendAsync(TopicNames.Alerts, "shelf-1", AuditedLog.Reading("shelf-1"), Source(TopicNames.Input, 3 + offset % 2, offset, log: null));
        await WorkAsync();

        (await _log.FindingsAsync()).Should().Equal(
            "instocknow-input: 9 alerts were made from a partition that it does not have (3-4). The topic was recreated with fewer partitions, or another "
            + "program wrote them");
    }

    [Test]
    public async Task Records_of_other_programs_are_one_finding_for_each_partition()
    {
        foreach (var n in Enumerable.Range(0, 4)) await _log.SendAsync(TopicNames.Alerts, "shelf-1", AuditedLog.Reading($"shelf-{n}"));
        await WorkAsync();

        (await _log.FindingsAsync()).Should()
            .Equal("instocknow-alerts-0: the alerts at 4 offsets do not say which record they were made from; another program may have written them: 1-4");
    }

    [Test]
    public async Task Old_outputs_of_many_logs_stay_few_lines()
    {
        foreach (var n in Enumerable.Range(0, 12))
            await _log.SendAsync(TopicNames.Alerts, "shelf-1", AuditedLog.Reading("shelf-1"), Source(TopicNames.Input, 0, 0, $"{n:D12}"));
        await WorkAsync();

        (await _log.AuditAsync()).Notes.Should()
            .HaveCount(6).And.HaveElementAt(5, "7 alerts were made from another instocknow-input (7 other logs): not judged");
    }

    Task OldAlertAsync(int partition, long offset) =>
        _log.SendAsync(TopicNames.Alerts, "shelf-1", AuditedLog.Reading("shelf-1"), Source(TopicNames.Input, partition, offset, Before));

    static HeaderWriter Source(string topic, int partition, long offset, string? log)
    {
        var headers = new HeaderWriter().AddSource(new TopicPartition(topic, partition), offset);
        return log is null ? headers : headers.Add(HeaderNames.SourceLog, Encoding.UTF8.GetBytes(log));
    }

    async Task WorkAsync()
    {
        await _log.FilterAsync();
        await _log.HandleAsync();
    }
}
