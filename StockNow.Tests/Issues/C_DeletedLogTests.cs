using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>
/// embedded.md C: a log that is deleted or replaced while it is in use is noticed; nothing is written to a file that nobody will ever see again.
/// </summary>
sealed class C_DeletedLogTests
{
    EmbeddedBench _bench = null!;

    [SetUp]
    public async Task MakeLogAsync()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Windows does not let a file go that is open.");
        _bench = new EmbeddedBench();
        await _bench.WriteAsync("one");
    }

    [TearDown]
    public void RemoveLog() => _bench?.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_commit_to_a_deleted_or_replaced_log_is_a_fault_that_says_what_to_do(bool replaced)
    {
        await using var log = _bench.Open();
        await using var writer = await log.OpenWriterAsync("writer", default);
        writer.Produce(EmbeddedBench.Topic, default, "two"u8);
        await RemoveAsync(replaced);

        var committing = () => writer.CommitAsync(default);

        (await committing.Should().ThrowAsync<UnrecoverableException>()).WithMessage(
            $"The event log {_bench.File} was deleted, moved or replaced while it was in use*Put the file back and start again. To start over, move the whole "
            + $"data folder {_bench.DataFolder} away*");
    }

    [Test]
    public async Task A_reader_of_a_deleted_log_does_not_wait_for_ever()
    {
        await using var log = _bench.Open();
        await using var session = await log.OpenSessionAsync("group", EmbeddedBench.Topic, default);
        (await session.ReadAsync(default)).Count.Should().Be(1);
        await session.CommitAsync(default);
        await RemoveAsync(replaced: false);

        var reading = async () => await session.ReadAsync(default);

        await reading.Should().ThrowAsync<UnrecoverableException>();
    }

    [Test]
    public async Task A_stage_that_starts_again_does_not_make_another_log()
    {
        await using var log = _bench.Open();
        await log.EnsureTopicsAsync([EmbeddedBench.Topic], default);
        await RemoveAsync(replaced: false);

        var opening = () => log.OpenSessionAsync("group", EmbeddedBench.Topic, default);

        (await opening.Should().ThrowAsync<EventLogException>()).WithMessage($"There is no event log {_bench.File}*");
        File.Exists(_bench.File).Should().BeFalse();
    }

    [Test]
    public async Task The_whole_program_ends_with_the_sentence()
    {
        using var folder = new TempFolder();
        await using var run = HostProcess.Start("--stages=all", "--Simulator:Rate=200", $"--DataFolder={folder["data"]}");
        await using (var log = _bench.Open(dataFolder: folder["data"]))
            await Wait.UntilAsync(async () => (await log.CommittedAsync(GroupNames.AlertFilter, TopicNames.Input, default))
                .GetValueOrDefault(0) > 0, "the filter has begun");

        foreach (var part in new[] { "", "-wal", "-shm" }) File.Delete(folder["data", "event-log", "stocknow.db" + part]);

        (await run.ExitAsync()).Should().Be(1);
        run.Err.Should().Contain("was deleted, moved or replaced while it was in use");
        File.Exists(folder["data", "event-log", "stocknow.db"]).Should().BeFalse();
    }

    async Task RemoveAsync(bool replaced)
    {
        File.Move(_bench.File, _bench.File + ".away");
        foreach (var part in new[] { "-wal", "-shm" }) File.Delete(_bench.File + part);
        if (replaced) await _bench.WriteAsync("other");
    }
}
