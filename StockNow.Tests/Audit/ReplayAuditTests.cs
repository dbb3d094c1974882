using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Audit;

/// <summary>Dead letters that were sent back are accounted for like everything else.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class ReplayAuditTests
{
    // Malformed for stages and audit, and sent back because the replay has a larger limit.
    static readonly string TooLong = AuditedLog.Reading("shelf-2", pad: ReadingLimits.DefaultMaxBytes);

    AuditedLog _log = null!;

    [SetUp]
    public async Task MakeLog() => _log = await AuditedLog.MakeAsync(partitions: 1);

    [TearDown]
    public async Task RemoveLog() => await _log.DisposeAsync();

    [Test]
    public async Task Readings_sent_back_leave_the_audit_clean()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        await _log.SendAsync(TopicNames.Input, "shelf-2", TooLong);
        await WorkAsync();

        (await _log.ReplayAsync()).Should().Be(1);
        await WorkAsync();

        var report = await _log.AuditAsync();
        report.Findings.Should().BeEmpty();
        report.Readings.Should().Equal(
            new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 3, Alerts: 1, 0, DeadLetters: 2, 0, 0, 0, WaitingForStorage: 3));
    }

    [Test]
    public async Task Alerts_sent_back_leave_the_audit_clean_and_count_for_no_reading()
    {
        await WithDeadAlertAsync();

        (await _log.ReplayAsync()).Should().Be(1);
        await WorkAsync();

        var report = await _log.AuditAsync();
        report.Findings.Should().BeEmpty();
        report.Readings.Should().Equal(new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 2, Alerts: 2, 0, 0, 0, 0, 0, WaitingForStorage: 2));
        report.Stages.Single().Partitions.Should().Equal(new StageEquation(new TopicPartition(TopicNames.Alerts, 0), 3, Outputs: 1, DeadLetters: 2, 0));
    }

    [Test]
    public async Task What_is_sent_back_again_on_purpose_is_no_finding()
    {
        await WithDeadAlertAsync();
        await _log.ReplayAsync();
        await WorkAsync();

        (await _log.ReplayAsync(again: true)).Should().Be(2);
        await WorkAsync();

        (await _log.FindingsAsync()).Should().BeEmpty();
    }

    [TestCase(TopicNames.Input)]
    [TestCase(TopicNames.Alerts)]
    public async Task A_dead_letter_that_came_back_twice_is_named(string topic)
    {
        await _log.SendAsync(TopicNames.Input, "shelf-2", TooLong);
        await WorkAsync();
        await _log.ReplayAsync();

        await _log.SendAsync(topic, "shelf-2", TooLong, new HeaderWriter().AddSource(new TopicPartition(TopicNames.DeadLetters, 0), 0));
        await WorkAsync();

        (await _log.FindingsAsync()).Should().Equal("instocknow-dead-letters-0: the replay of offset 0 is there more than once");
    }

    [Test]
    public async Task A_replayed_alert_that_the_handler_lost_is_named()
    {
        await WithDeadAlertAsync();
        await _log.ReplayAsync();
        await WorkAsync();

        _log.Lose(TopicNames.DeadLetters, 0, 1);

        (await _log.FindingsAsync()).Should().Equal("instocknow-alerts-0: the dead letter of offset 2 is missing");
    }

    [Test]
    public async Task What_was_sent_back_is_not_judged_when_retention_has_taken_the_dead_letter()
    {
        await WithDeadAlertAsync();
        await _log.ReplayAsync();
        await WorkAsync();

        _log.Cut(TopicNames.DeadLetters, 0, before: 1);

        (await _log.FindingsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_dead_letter_of_another_program_is_reported_and_not_taken_for_ours()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        await WorkAsync();

        await _log.SendAsync(TopicNames.DeadLetters, "key", "theirs", new HeaderWriter().AddSource(new TopicPartition("orders", 0), 0));

        (await _log.FindingsAsync()).Should()
            .Equal("instocknow-dead-letters-0: the dead letter at offset 0 does not say which record it was made from; another program may have written it");
    }

    [Test]
    public async Task Long_records_sent_back_after_the_limit_was_raised_leave_the_audit_clean()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1", pad: 1500));
        await _log.SendAsync(TopicNames.Input, "shelf-2", AuditedLog.Reading("shelf-2", pad: 3000));
        await _log.FilterAsync(maxReadingBytes: 2000);
        await _log.HandleAsync(maxReadingBytes: 1024);

        (await _log.ReplayAsync()).Should().Be(2);
        await WorkAsync();

        var report = await _log.AuditAsync();
        report.Findings.Should().BeEmpty();
        report.Readings.Should().Equal(
            new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 3, Alerts: 2, 0, DeadLetters: 1, 0, 0, 0, WaitingForStorage: 3));
        report.Stages.Single().Partitions.Should().Equal(new StageEquation(new TopicPartition(TopicNames.Alerts, 0), 3, Outputs: 2, DeadLetters: 1, 0));
    }

    [Test]
    public async Task A_dead_letter_of_a_reading_that_was_never_too_long_is_named()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        await WorkAsync();

        await _log.SendAsync(TopicNames.DeadLetters, "shelf-1", AuditedLog.Reading("shelf-1"), new HeaderWriter()
            .AddSource(new TopicPartition(TopicNames.Input, 0), 0));

        (await _log.FindingsAsync()).Should().Equal("instocknow-input-0: the dead letter of offset 0 is there without a cause");
    }

    // An alert that only the handler finds malformed, as of a filter that is newer.
    async Task WithDeadAlertAsync()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        await _log.SendAsync(TopicNames.Input, "shelf-2", AuditedLog.Reading("shelf-2"));
        await _log.FilterAsync();
        _log.Lose(TopicNames.Alerts, 0, 0);
        await _log.SendAsync(TopicNames.Alerts, "shelf-1", AuditedLog.Reading("shelf-1"), new HeaderWriter()
            .AddSource(new TopicPartition(TopicNames.Input, 0), 0));
        await _log.SendAsync(TopicNames.Alerts, "shelf-2", TooLong, new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), 1));
        await WorkAsync();
    }

    async Task WorkAsync()
    {
        await _log.FilterAsync();
        await _log.HandleAsync();
    }
}
