using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Retention removes readings that no stage has ever read: it says so, once per partition, and only of topics that stages read.</summary>
sealed class C_UnreadRemovedTests
{
    static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20000);

    EmbeddedBench _bench = null!;
    RecordedLog<EmbeddedEventLog> _said = null!;
    FakeTimeProvider _clock = null!;
    EventLogOptions _options = null!;
    Retention _retention = null!;

    [SetUp]
    public async Task MakeLogAsync()
    {
        (_bench, _said, _clock) = (new EmbeddedBench(), new RecordedLog<EmbeddedEventLog>(), new FakeTimeProvider(Start));
        await _bench.WriteAsync("one");
        _bench.Sql($"INSERT INTO topic VALUES {string.Join(", ", TopicNames.All.Select(topic => $"('{topic}', 1)"))}");
        _options = new EventLogOptions { Retention = { MaxAge = TimeSpan.FromHours(1) } };
        _retention = new Retention(_bench.LogFolder, ProductPipeline.Groups, _options, _ => _bench.OpenFileAsync(), _clock, _said);
    }

    [TearDown]
    public void RemoveLog() => _bench.Dispose();

    [Test]
    public async Task Readings_that_no_stage_has_read_are_named_when_their_time_is_over()
    {
        MakeBatches(TopicNames.Input, 0, 101);
        await _retention.ForgetAsync(default);
        _said.Messages.Should().BeEmpty("they are not old yet");

        _clock.Advance(TimeSpan.FromHours(2));
        await _retention.ForgetAsync(default);

        _said.Warnings.Should().Equal(
            "Retention removed offsets 0 to 99 of instocknow-input-0, which no stage has read. Start the stages that read it, or give "
            + "EventLog:Retention:MaxAge more time");
        _said.Messages.Should().Contain((LogLevel.Information, $"Retention removed 100 old batches of {_bench.LogFolder}"));
    }

    [Test]
    public async Task A_partition_is_named_once_and_each_partition_is()
    {
        for (var hour = 0; hour < 3; hour++)
        {
            MakeBatches(TopicNames.Input, hour * 10, 10);
            MakeBatches(TopicNames.Alerts, hour * 10, 5 + hour);
            _clock.Advance(TimeSpan.FromHours(2));
            await _retention.ForgetAsync(default);
        }

        _said.Warnings.Should().HaveCount(2).And.Contain(warning => warning.Contains("offsets 0 to 8 of instocknow-input-0", StringComparison.Ordinal))
            .And.Contain(warning => warning.Contains("offsets 0 to 3 of instocknow-alerts-0", StringComparison.Ordinal));
    }

    [Test]
    public async Task What_went_by_size_is_named_with_the_setting_of_the_size()
    {
        MakeBatches(TopicNames.Input, 0, 3, bytes: 1_000_000);
        _options.Retention.MaxSize = ByteSize.Megabytes(1);

        await _retention.ForgetAsync(default);

        _said.Warnings.Should().Equal("Retention removed offsets 0 to 1 of instocknow-input-0, which no stage has read. Start the stages that read it, or "
            + "raise EventLog:Retention:MaxSize");
    }

    [TestCase(TopicNames.MissingProducts)]
    [TestCase(TopicNames.DeadLetters)]
    public async Task A_topic_that_no_stage_reads_is_not_named(string topic)
    {
        MakeBatches(topic, 0, 10);
        _clock.Advance(TimeSpan.FromHours(2));

        await _retention.ForgetAsync(default);

        _said.HasSaid("Retention removed 9 old batches").Should().BeTrue();
        _said.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task What_a_stage_has_read_is_not_named()
    {
        MakeBatches(TopicNames.Input, 0, 10);
        _bench.Sql($"INSERT INTO committed VALUES ('{GroupNames.AlertFilter}', '{TopicNames.Input}', 0, 7)");
        _clock.Advance(TimeSpan.FromHours(2));

        await _retention.ForgetAsync(default);

        _said.HasSaid("Retention removed 7 old batches").Should().BeTrue();
        _said.Warnings.Should().BeEmpty();
    }

    // A record each, written now.
    void MakeBatches(string topic, int from, int count, int bytes = 4) => _bench.Sql($"""
        INSERT INTO batch WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {from + count - 1})
        SELECT '{topic}', 0, i, 1, {_clock.GetUtcNow().ToUnixTimeMilliseconds()}, 0, {bytes}, 0, zeroblob({bytes}) FROM n;
        """);
}
