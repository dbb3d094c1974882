using System.Text;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;
using StockNow.Stages.Streaming;
using StockNow.Tests.Audit;

namespace StockNow.Tests.Issues;

/// <summary>A dead letter of a record that its stage could not process stands in place of whatever the record should have led to, once.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class C3_UnprocessableAuditTests
{
    AuditedLog _log = null!;

    [SetUp]
    public async Task MakeLog() => _log = await AuditedLog.MakeAsync(partitions: 1);

    [TearDown]
    public async Task RemoveLog() => await _log.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_reading_that_the_filter_could_not_process_is_accounted_for_by_its_dead_letter(bool isAlert)
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1", alert: isAlert));
        _log.Sql($"INSERT INTO committed VALUES ('{GroupNames.AlertFilter}', '{TopicNames.Input}', 0, 1)");
        await DeadLetterAsync(TopicNames.Input, 0);

        var report = await _log.AuditAsync();

        report.Findings.Should().BeEmpty();
        report.Readings.Should().Equal(
            new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 1, Alerts: 0, 0, DeadLetters: 1, 0, 0, 0, WaitingForStorage: 1));
    }

    [Test]
    public async Task An_alert_that_the_handler_could_not_process_is_accounted_for_by_its_dead_letter()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        await _log.FilterAsync();
        _log.Sql($"INSERT INTO committed VALUES ('{GroupNames.AlertHandler}', '{TopicNames.Alerts}', 0, 1)");
        await DeadLetterAsync(TopicNames.Alerts, 0);

        var report = await _log.AuditAsync();

        report.Findings.Should().BeEmpty();
        report.Stages.Single().Partitions.Should().Equal(new StageEquation(new TopicPartition(TopicNames.Alerts, 0), 1, Outputs: 0, DeadLetters: 1, 0));
    }

    [Test]
    public async Task An_alert_beside_the_dead_letter_is_one_output_too_many()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        await _log.FilterAsync();
        await _log.HandleAsync();
        await DeadLetterAsync(TopicNames.Input, 0);

        (await _log.FindingsAsync()).Should().Equal("instocknow-input-0: the alert of offset 0 is there without a cause");
    }

    [Test]
    public async Task Two_dead_letters_of_one_record_are_one_too_many()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-1", AuditedLog.Reading("shelf-1"));
        _log.Sql($"INSERT INTO committed VALUES ('{GroupNames.AlertFilter}', '{TopicNames.Input}', 0, 1)");
        await DeadLetterAsync(TopicNames.Input, 0);
        await DeadLetterAsync(TopicNames.Input, 0);

        (await _log.FindingsAsync()).Should().Equal("instocknow-input-0: the dead letter of offset 0 is there more than once");
    }

    Task DeadLetterAsync(string topic, long offset) => _log.SendAsync(TopicNames.DeadLetters, "shelf-1", "cut sho",
        new HeaderWriter().AddSource(new TopicPartition(topic, 0), offset).Add(HeaderNames.Reason, Encoding.UTF8.GetBytes(DropReason.Unprocessable.Name())));
}
