using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Storage;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>House C2, C3: a record that a stage cannot process stopped it for ever, and no message named it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class C3_UnprocessableRecordTests : IDisposable
{
    static readonly TopicPartition Input = new(TopicNames.Input, 0);

    readonly TempFolder _folder = new();
    readonly EmbeddedEventLog _log;
    readonly StageMetrics _metrics = new(StageNames.AlertFilter);
    readonly RestartOptions _restart = new() { LongestPause = TimeSpan.FromHours(1) };
    readonly RecordedLog<StageRunner> _said = new();

    public C3_UnprocessableRecordTests() =>
        _log = new(EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups, new EventLogOptions { Partitions = 1 }, TimeProvider.System,
        NullLogger<EmbeddedEventLog>.Instance);

    [SetUp]
    public Task MakeTopics() => _log.EnsureTopicsAsync(TopicNames.All, default);

    public void Dispose()
    {
        _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _metrics.Dispose();
        _folder.Dispose();
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task A_record_that_fails_again_and_again_is_a_dead_letter_and_the_stage_continues(int limit)
    {
        _restart.RecordFailures = limit;
        await SendAsync("one", "bad", "three", "four");

        var runs = await RunFilterAsync(value => value.Contains("bad", StringComparison.Ordinal));

        runs.Should().Be(limit + 1);
        (await RecordsAsync(TopicNames.Alerts)).Select(alert => alert.Sensor).Should().Equal("one", "three", "four");
        var letter = (await RecordsAsync(TopicNames.DeadLetters)).Single();
        letter.Sensor.Should().Be("bad", "its bytes are unchanged");
        letter.Headers.Should().Contain(new Dictionary<string, string>
        {
            ["stage"] = "alert-filter", ["reason"] = "unprocessable", ["source-topic"] = TopicNames.Input, ["source-partition"] = "0", ["source-offset"] = "1",
                ["error"] = "no luck",
        });
        (_metrics.Received, _metrics.Sent, _metrics.Dropped(DropReason.Unprocessable), _metrics.DeadLetters, _metrics.Restarts).Should()
            .Be((4, 3, 1, 1, limit));
    }

    [Test]
    public async Task The_fault_names_the_record()
    {
        await SendAsync("one", "bad");

        await RunFilterAsync(value => value.Contains("bad", StringComparison.Ordinal));

        _said.Warnings.Should().Equal("Stage alert-filter failed and restarts from its last commit in 0.2 s: instocknow-input-0@1: no luck");
        _said.Messages.Where(message => message.Level == LogLevel.Error).Select(message => message.Text).Should().ContainSingle()
            .Which.Should().StartWith("Stage alert-filter failed 3 times on the record instocknow-input-0@1 and continues without it");
    }

    [Test]
    public async Task Two_bad_records_are_reported_and_given_up_one_after_the_other()
    {
        await SendAsync("bad 1", "two", "bad 2", "bad 3", "five");

        await RunFilterAsync(value => value.Contains("bad", StringComparison.Ordinal));

        (await RecordsAsync(TopicNames.Alerts)).Select(alert => alert.Sensor).Should().Equal("two", "five");
        (await RecordsAsync(TopicNames.DeadLetters)).Select(letter => letter.Sensor).Should().Equal("bad 1", "bad 2", "bad 3");
        _said.Warnings.Should().HaveCount(3);
    }

    [Test]
    public async Task A_record_that_fails_less_often_is_processed_like_any_other()
    {
        await SendAsync("one", "slow", "three");
        var failures = 0;

        await RunFilterAsync(value => value.Contains("slow", StringComparison.Ordinal) && ++failures <= 2);

        (await RecordsAsync(TopicNames.Alerts)).Select(alert => alert.Sensor).Should().Equal("one", "slow", "three");
        (await RecordsAsync(TopicNames.DeadLetters)).Should().BeEmpty();
    }

    [Test]
    public void Only_a_fault_about_a_record_is_counted()
    {
        var failures = new RecordFailures(givenUpAfter: 2);
        failures.Add(new RecordException("which one is not known")).Should().BeFalse();
        failures.Add(new RecordException(Input, 7, "no luck")).Should().BeFalse();
        failures.Add(new RecordException(Input, 8, "another record")).Should().BeFalse();
        failures.GivenUp(Input).Should().BeEmpty();

        failures.Add(new RecordException(Input, 8, "no luck")).Should().BeTrue();
        failures.GivenUp(Input)!.Keys.Should().Equal(8);
        failures.GivenUp(Input with { Partition = 1 }).Should().BeNull();

        failures.Passed(Input, 8);
        failures.GivenUp(Input)!.Keys.Should().Equal([8], "it is not passed yet");
        failures.Passed(Input, 9);
        failures.GivenUp(Input).Should().BeNull();
    }

    static IEnumerable<Exception> FaultsOfTheLog =>
        [new EventLogException("away"), new SessionRewoundException("rebalance"), new OperationCanceledException(), new UnrecoverableException("gone")];

    [TestCaseSource(nameof(FaultsOfTheLog))]
    public void A_fault_of_the_log_is_not_held_against_a_record(Exception fault) => RecordException.IsAboutRecord(fault).Should().BeFalse();

    [Test]
    public void A_record_that_the_embedded_log_cannot_take_is_refused_before_the_commit()
    {
        var large = new byte[PendingCommit.MaxRecordBytes + 1];
        var sending = async () =>
        {
            await using var writer = await _log.OpenWriterAsync("test", default);
            writer.Produce(TopicNames.DeadLetters, default, large);
        };

        sending.Should().ThrowAsync<RecordException>().Result.WithMessage(
            "the record for instocknow-dead-letters has 268435457 bytes, the embedded event log takes at most 268435456");
    }

    [Test]
    public void Storage_names_the_record_that_it_fails_on()
    {
        var range = new RangeBuffer(Input, memory: null!, ReadingLimits.Default); // has no memory for a row
        range.Begin(40);

        var filling = () => range.Fill(Batch(40, "shelf-1"), 0, TimeSpan.Zero, null, long.MaxValue, out _);

        filling.Should().Throw<RecordException>().WithMessage("instocknow-input-0@40: *");
    }

    [Test]
    public void Storage_counts_a_record_that_it_gives_up_as_malformed_and_continues()
    {
        var failures = new RecordFailures(givenUpAfter: 1);
        failures.Add(new RecordException(Input, 41, "no luck"));
        var range = new RangeBuffer(Input, new RowMemory(), ReadingLimits.Default, failures);
        range.Begin(40);

        range.Fill(Batch(40, "shelf-1", "shelf-2", "shelf-3"), 0, TimeSpan.Zero, null, long.MaxValue, out _);

        (range.Records, range.Malformed, range.Next).Should().Be((3, 1, 43));
    }

    static RecordBatch Batch(long from, params string[] sensors)
    {
        var batch = new RecordBatch();
        batch.Reset(Input, from);
        foreach (var sensor in sensors) batch.Add(from++, 0, default, Encoding.UTF8.GetBytes(Reading(sensor)), default);
        return batch;
    }

    async Task<int> RunFilterAsync(Func<string, bool> fails)
    {
        var failures = new RecordFailures(_restart.RecordFailures);
        var stage = new FakeStage(StageNames.AlertFilter, signals => ProcessingLoop.RunAsync(
            _log, GroupNames.AlertFilter, TopicNames.Input, AlertFilterStage.Outputs,
            new Failing(new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, _metrics), fails), signals, failures));
        var options = new PipelineOptions { Restart = _restart };
        var clock = new FakeTimeProvider();
        var lifetime = new PipelineLifetime(new FakeApplication(), options, clock);
        using var services = new ServiceCollection().BuildServiceProvider();
        using var runner = new StageRunner(stage, services, new StageStatus(StageNames.AlertFilter), _metrics, failures, options, lifetime, clock, _said);
        await runner.StartAsync(default);
        await clock.AdvanceUntilAsync(runner.StopAsync(default), TimeSpan.FromMilliseconds(50));
        lifetime.Fault.Should().BeNull();
        lifetime.Unfinished.Should().BeEmpty();
        return stage.Runs;
    }

    async Task SendAsync(params string[] sensors)
    {
        await using var writer = await _log.OpenWriterAsync("test", default);
        foreach (var sensor in sensors) writer.Produce(TopicNames.Input, Encoding.UTF8.GetBytes(sensor), Encoding.UTF8.GetBytes(Reading(sensor)));
        await writer.CommitAsync(default);
    }

    async Task<List<(string Sensor, Dictionary<string, string> Headers)>> RecordsAsync(string topic)
    {
        var records = new List<(string, Dictionary<string, string>)>();
        await foreach (var batch in _log.ScanAsync(new TopicPartition(topic, 0), 0, 100, default))
            for (var i = 0; i < batch.Count; i++)
            {
                var headers = new Dictionary<string, string>();
                foreach (var header in batch[i].Headers) headers.Add(Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value));
                new ReadingReader().TryRead(batch[i].Value, out var reading, out _).Should().BeTrue();
                records.Add((Encoding.UTF8.GetString(reading.SensorId), headers));
            }
        return records;
    }

    static string Reading(string sensor) =>
        $$"""{"sensor_id":"{{sensor}}","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""";

    // The filter, which fails on some values.
    sealed class Failing(IRecordProcessor inner, Func<string, bool> fails) : IRecordProcessor
    {
        public void Process(in LogRecord record, RecordSource source, IRecordOutput output)
        {
            if (fails(Encoding.UTF8.GetString(record.Value))) throw new InvalidOperationException("no luck");
            inner.Process(record, source, output);
        }

        public void GiveUp(in LogRecord record, RecordSource source, string why, IRecordOutput output) => inner.GiveUp(record, source, why, output);

        public void Committing() => inner.Committing();

        public void Committed(TimeSpan took) => inner.Committed(took);

        public void Rewound() => inner.Rewound();
    }
}
