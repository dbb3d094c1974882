using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Streaming;

/// <summary>A purge moves a mark; nobody sees what lies before it, and nothing is removed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class DeadLetterMarkTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly EmbeddedEventLog _log;

    public DeadLetterMarkTests() => _log = new(EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups, new EventLogOptions { Partitions = 2 },
        TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance);

    public void Dispose()
    {
        _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Test]
    public async Task Without_a_topic_there_is_no_partition() => (await DeadLetterMark.PartitionsAsync(_log, default)).Should().BeEmpty();

    [Test]
    public async Task Letters_before_the_mark_are_passed_over_and_later_ones_are_seen()
    {
        await WriteAsync("a", "b", "c");
        (await CountAsync()).Should().Be(3);

        (await new DeadLetterMark(_log).MoveToEndAsync(default)).Should().Be(3);
        (await CountAsync()).Should().Be(0);
        (await new DeadLetterMark(_log).MoveToEndAsync(default)).Should().Be(0);

        await WriteAsync("d");
        (await CountAsync()).Should().Be(1);
        (await _log.CountAsync(TopicNames.DeadLetters, default)).Should().Be(4, "the records stay, for an audit");
    }

    [Test]
    public async Task Purged_letters_are_not_replayed_not_even_again()
    {
        await WriteAsync("a", "b");
        await new DeadLetterMark(_log).MoveToEndAsync(default);
        var skipped = new List<SkippedDeadLetter>();
        var replay = new DeadLetterReplay(_log, ProductPipeline.Groups, StockNow.Contracts.Events.ReadingLimits.Default);
        (await replay.RunAsync(again: true, skipped.Add, _ => { }, default)).Should().Be(0);
        skipped.Should().BeEmpty();
    }

    async Task<long> CountAsync() => (await DeadLetterMark.PartitionsAsync(_log, default)).Sum(partition => partition.End - partition.Start);

    async Task WriteAsync(params string[] letters)
    {
        await _log.EnsureTopicsAsync(TopicNames.All, default);
        await using var writer = await _log.OpenWriterAsync("test", default);
        foreach (var letter in letters) writer.Produce(TopicNames.DeadLetters, Encoding.UTF8.GetBytes(letter), Encoding.UTF8.GetBytes(letter));
        await writer.CommitAsync(default);
    }
}
