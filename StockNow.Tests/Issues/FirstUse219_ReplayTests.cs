using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>First use 2.19: replaying dead letters that stay malformed made them again, 6, 12, 24, and counted them as readings.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class FirstUse219_ReplayTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly EmbeddedEventLog _log;
    readonly List<SkippedDeadLetter> _skipped = [];

    public FirstUse219_ReplayTests() =>
        _log = new(EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
        NullLogger<EmbeddedEventLog>.Instance);

    [SetUp]
    public Task MakeTopics() => _log.EnsureTopicsAsync(TopicNames.All, default);

    public void Dispose()
    {
        _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Test]
    public async Task Letters_that_are_still_malformed_stay_where_they_are_and_are_reported_however_often_they_are_replayed([Values] bool again)
    {
        await SendAsync(TopicNames.Input, "bad 1", Reading(3, 5), "", "bad 2");
        await WorkAsync();

        for (var time = 0; time < 3; time++)
        {
            (await ReplayAsync(again)).Should().Be(0);
            await WorkAsync();
        }

        (await CountAsync(TopicNames.Input), await CountAsync(TopicNames.DeadLetters)).Should().Be((4, 3));
        _skipped.Should().OnlyContain(letter => letter.IsStillMalformed).And.HaveCount(again ? 9 : 3);
        _skipped.Select(letter => letter.Why).Should().Contain("it is still malformed (is empty)");
    }

    [Test]
    public async Task What_can_be_read_now_is_sent_back_once_among_those_that_cannot()
    {
        await SendAsync(TopicNames.Input, "bad", Reading(3, 5), "{}");
        await WorkAsync(maxReadingBytes: 100);

        (await ReplayAsync()).Should().Be(1);
        await WorkAsync();
        (await ReplayAsync()).Should().Be(0);

        (await CountAsync(TopicNames.Input), await CountAsync(TopicNames.Alerts), await CountAsync(TopicNames.MissingProducts),
            await CountAsync(TopicNames.DeadLetters)).Should().Be((4, 1, 1, 3));
        _skipped.Should().HaveCount(2);
    }

    [Test]
    public async Task What_is_too_long_for_the_setting_now_is_not_sent_back()
    {
        await SendAsync(TopicNames.Input, Reading(3, 5));
        await WorkAsync(maxReadingBytes: 100);

        (await new DeadLetterReplay(_log, ProductPipeline.Groups, ReadingLimits.Default with { MaxBytes = 100 })
            .RunAsync(false, _skipped.Add, _ => { }, default)).Should().Be(0);

        _skipped.Single().Why.Should().StartWith("it is still malformed (is longer than 100 bytes");
    }

    [Test]
    public async Task An_alert_that_leaves_nothing_to_bring_is_not_sent_back_to_become_a_dead_letter_again()
    {
        await SendAsync(TopicNames.Alerts, Reading(15, 5));
        await WorkAsync();

        (await ReplayAsync()).Should().Be(0);

        (await CountAsync(TopicNames.DeadLetters)).Should().Be(1);
        _skipped.Single().Why.Should().Be("it is an alert that leaves nothing to bring, and would be again");
    }

    [Test]
    public async Task A_letter_that_was_cut_cannot_be_sent_back_and_says_why()
    {
        await using (var writer = await _log.OpenWriterAsync("test", default))
        {
            var letters = new DeadLetterOutput("alert-filter");
            letters.Send(new LogRecord(0, 0, "k"u8, Encoding.UTF8.GetBytes(Reading(3, 5) + new string(' ', 5000)), default), Source, DropReason.Unprocessable,
                "no luck", new Narrow(writer));
            letters.Send(new LogRecord(1, 0, new byte[5000], Encoding.UTF8.GetBytes(Reading(3, 5)), default), Source, DropReason.Unprocessable, "no luck",
                new Narrow(writer));
            await writer.CommitAsync(default);
        }

        (await ReplayAsync()).Should().Be(0);

        _skipped.Select(letter => letter.Why).Should().SatisfyRespectively(
            why => why.Should().MatchRegex("^the dead letters hold only the first [0-9]+ of its 5[0-9]+ bytes$"),
            why => why.Should().Be("the dead letters do not hold its key of 5000 bytes"));
    }

    [Test]
    public async Task A_reading_that_was_unprocessable_is_sent_back_whole()
    {
        await using (var writer = await _log.OpenWriterAsync("test", default))
        {
            new DeadLetterOutput("alert-filter")
                .Send(new LogRecord(0, 0, "k"u8, Encoding.UTF8.GetBytes(Reading(3, 5)), default), Source, DropReason.Unprocessable, "no luck", writer);
            await writer.CommitAsync(default);
        }

        (await ReplayAsync()).Should().Be(1);
    }

    static RecordSource Source => new(new TopicPartition(TopicNames.Input, 0), "log");

    Task<long> ReplayAsync(bool again = false) =>
        new DeadLetterReplay(_log, ProductPipeline.Groups, ReadingLimits.Default).RunAsync(again, _skipped.Add, _ => { }, default);

    Task<long> CountAsync(string topic) => _log.CountAsync(topic, default);

    async Task SendAsync(string topic, params string[] values)
    {
        await using var writer = await _log.OpenWriterAsync("test", default);
        foreach (var value in values) writer.Produce(topic, "key"u8, Encoding.UTF8.GetBytes(value));
        await writer.CommitAsync(default);
    }

    async Task WorkAsync(int maxReadingBytes = ReadingLimits.DefaultMaxBytes)
    {
        using var metrics = new StageMetrics("stage-of-this-issue");
        using var handler = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default with { MaxBytes = maxReadingBytes }, new RecentReports(),
            metrics);
        var drained = new StageSignals(new CancellationToken(canceled: true), default);
        await ProcessingLoop.RunAsync(_log, GroupNames.AlertFilter, TopicNames.Input, [],
            new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default with { MaxBytes = maxReadingBytes }, metrics), drained);
        await ProcessingLoop.RunAsync(_log, GroupNames.AlertHandler, TopicNames.Alerts, [], handler, drained);
    }

    static string Reading(int quantity, int threshold) =>
        $$"""{"sensor_id":"s","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":{{quantity}},"threshold":{{threshold}},"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""";

    // A log that takes small records only.
    sealed class Narrow(IRecordOutput output) : IRecordOutput
    {
        public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null) =>
            output.Produce(topic, key, value, headers);

        public long MaxRecordBytes(string topic) => 2000;
    }
}
