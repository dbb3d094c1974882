using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Streaming;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class DeadLetterReplayTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly EmbeddedEventLog _log;
    readonly List<double> _fractions = [];
    readonly List<SkippedDeadLetter> _skipped = [];

    public DeadLetterReplayTests() =>
        _log = new(EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups, new EventLogOptions { Partitions = 2 }, TimeProvider.System,
        NullLogger<EmbeddedEventLog>.Instance);

    [SetUp]
    public Task MakeTopics() => _log.EnsureTopicsAsync(TopicNames.All, default);

    public void Dispose()
    {
        _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Test]
    public async Task Each_goes_back_to_the_topic_it_came_from_once_and_as_it_was()
    {
        await WriteAsync(TopicNames.Input, "bad 1", "bad 2");
        await WriteAsync(TopicNames.Alerts, "bad alert");

        (await ReplayAsync()).Should().Be(3);
        (await ReplayAsync()).Should().Be(0);
        await WriteAsync(TopicNames.Input, "bad 3");
        (await ReplayAsync()).Should().Be(1);

        (await ValuesAsync(TopicNames.Input)).Should().BeEquivalentTo("bad 1", "bad 2", "bad 3");
        (await ValuesAsync(TopicNames.Alerts)).Should().Equal("bad alert");
    }

    [Test]
    public async Task Again_sends_all_of_them_once_more()
    {
        await WriteAsync(TopicNames.Input, "bad 1", "bad 2");
        await ReplayAsync();

        (await ReplayAsync(again: true)).Should().Be(2);

        (await ValuesAsync(TopicNames.Input)).Should().BeEquivalentTo("bad 1", "bad 2", "bad 1", "bad 2");
    }

    [Test]
    public async Task One_that_is_stopped_in_between_and_run_again_sends_each_once()
    {
        var letters = Enumerable.Range(0, 24).Select(n => $"{n} {new string('x', 300_000)}").ToArray();
        await WriteAsync(TopicNames.Input, letters);
        using var stop = new CancellationTokenSource();

        var stopped = () => new DeadLetterReplay(_log, ProductPipeline.Groups, LongIds).RunAsync(false, _skipped.Add, _ => stop.Cancel(), stop.Token);

        await stopped.Should().ThrowAsync<OperationCanceledException>();
        (await ValuesAsync(TopicNames.Input)).Count.Should().BeInRange(1, letters.Length - 1, "it was stopped in between");
        await ReplayAsync();
        (await ValuesAsync(TopicNames.Input)).Should().BeEquivalentTo(letters);
    }

    [Test]
    public async Task Its_progress_ends_at_the_whole_of_what_was_left()
    {
        await WriteAsync(TopicNames.Input, "bad 1", "bad 2", "bad 3");
        await ReplayAsync();
        await WriteAsync(TopicNames.Input, "bad 4");

        await ReplayAsync();

        _fractions.Should().BeInAscendingOrder().And.EndWith(1);
    }

    [TestCase(null)]
    [TestCase("orders")]
    [TestCase(TopicNames.MissingProducts)]
    [TestCase(TopicNames.DeadLetters)]
    public async Task One_that_names_no_topic_which_a_stage_reads_is_reported_and_skipped_and_the_rest_is_sent(string? topic)
    {
        await WriteAsync(TopicNames.Input, "bad 1", "bad 1 too");
        await SendAsync(Reading("bad 1"), topic is null ? null : new HeaderWriter().AddSource(new TopicPartition(topic, 0), 7));
        await WriteAsync(TopicNames.Alerts, "bad 2", "bad 3");

        (await ReplayAsync()).Should().Be(4);
        (await ReplayAsync()).Should().Be(0);

        _skipped.Should().ContainSingle().Which.Should()
            .Match<SkippedDeadLetter>(letter => letter.Partition.Topic == TopicNames.DeadLetters
            && letter.Why == (topic == null
            ? "it does not say which topic it came from" : $"it came from '{topic}', which is no topic of this log that a stage reads"));
        (await ValuesAsync(TopicNames.Input)).Should().BeEquivalentTo("bad 1", "bad 1 too");
        (await ValuesAsync(TopicNames.Alerts)).Should().BeEquivalentTo("bad 2", "bad 3");
        (await ValuesAsync(TopicNames.MissingProducts)).Should().BeEmpty();
    }

    [Test]
    public async Task Each_names_the_dead_letter_as_its_source_and_says_when_it_was_sent_before()
    {
        await SendAsync(Reading("bad 1"), new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), 40));
        await ReplayAsync();
        await SendAsync(Reading("bad 1"), new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), 41));

        await ReplayAsync(again: true);

        (await HeadersAsync(TopicNames.Input)).Should().Equal("0", "0 again", "1");
    }

    [Test]
    public async Task Again_that_is_stopped_in_between_leaves_nothing_for_the_next_call_to_send_twice()
    {
        var letters = Enumerable.Range(0, 24).Select(n => $"{n} {new string('x', 300_000)}").ToArray();
        await WriteAsync(TopicNames.Input, letters);
        await ReplayAsync();
        using var stop = new CancellationTokenSource();

        var stopped = () => new DeadLetterReplay(_log, ProductPipeline.Groups, LongIds).RunAsync(true, _skipped.Add, _ => stop.Cancel(), stop.Token);

        await stopped.Should().ThrowAsync<OperationCanceledException>();
        (await ReplayAsync()).Should().Be(0);
    }

    [Test]
    public void A_dead_letter_holds_the_bytes_unchanged_and_its_headers_in_order() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 400], Gen.Long[0, long.MaxValue]).Sample((key, value, offset) =>
    {
        var output = new BytesOutput();
        new DeadLetterOutput("alert-filter")
            .Send(new LogRecord(offset, 0, key, value, default), new RecordSource(new TopicPartition(TopicNames.Input, 5), "log"), DropReason.Malformed,
            "lacks 'crème'", output);
        return output.Produced.Single() == (TopicNames.DeadLetters, Convert.ToHexString(key), Convert.ToHexString(value),
            $"stage=alert-filter;reason=malformed;source-topic=instocknow-input;source-partition=5;source-offset={offset};"
                + $"source-log={LogIdentity.HashOf("log")};error=lacks 'crème';");
    });

    static readonly ReadingLimits LongIds = ReadingLimits.Default with { MaxIdBytes = 1_000_000 };

    Task<long> ReplayAsync(bool again = false)
    {
        _fractions.Clear();
        return new DeadLetterReplay(_log, ProductPipeline.Groups, LongIds)
            .RunAsync(again, _skipped.Add, progress => _fractions.Add(progress.Fraction), default);
    }

    // What was malformed for the stage that gave it up, and is none for this one.
    static byte[] Reading(string product) => Encoding.UTF8.GetBytes(
        $$"""{"sensor_id":"s","timestamp":"2025-07-05T13:52:00Z","product_id":"{{product}}","quantity":3,"threshold":5,"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""");

    static string NameOf(ReadOnlySpan<byte> reading) =>
        new ReadingReader(LongIds).TryRead(reading, out var fields, out _) ? Encoding.UTF8.GetString(fields.ProductId) : Encoding.UTF8.GetString(reading);

    async Task SendAsync(byte[] value, HeaderWriter? headers)
    {
        await using var writer = await _log.OpenWriterAsync("test", default);
        writer.Produce(TopicNames.DeadLetters, "key 1"u8, value, headers);
        await writer.CommitAsync(default);
    }

    async Task<List<string>> HeadersAsync(string topic)
    {
        var sources = new List<string>();
        foreach (var (partition, start, end) in await _log.DescribeAsync(topic, default))
            await foreach (var batch in _log.ScanAsync(partition, start, end, default))
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Headers.TryGetSource(TopicNames.DeadLetters, out _, out var offset).Should().BeTrue();
                    sources.Add(batch[i].Headers.TryGet(HeaderNames.Again, out ReadOnlySpan<byte> _) ? $"{offset} again" : $"{offset}");
                }
        return sources;
    }

    async Task WriteAsync(string from, params string[] values)
    {
        await using var writer = await _log.OpenWriterAsync("test", default);
        var letters = new DeadLetterOutput("alert-filter");
        foreach (var (offset, value) in values.Index())
            letters.Send(new LogRecord(offset, 0, Encoding.UTF8.GetBytes($"key {value[..2]}"), Reading(value), default),
                new RecordSource(new TopicPartition(from, 0), "log"), DropReason.Malformed, "is no reading", writer);
        await writer.CommitAsync(default);
    }

    async Task<List<string>> ValuesAsync(string topic)
    {
        var values = new List<string>();
        foreach (var (partition, start, end) in await _log.DescribeAsync(topic, default))
            await foreach (var batch in _log.ScanAsync(partition, start, end, default))
                for (var i = 0; i < batch.Count; i++) values.Add(NameOf(batch[i].Value));
        return values;
    }
}
