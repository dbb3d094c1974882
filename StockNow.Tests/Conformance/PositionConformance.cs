using StockNow.Stages.Streaming;

namespace StockNow.Tests.Conformance;

/// <summary>What every event log promises about named positions: they move with the records of their commit, by compare-and-set.</summary>
abstract class PositionConformance : EventLogBench
{
    [Test]
    public async Task A_position_is_saved_with_the_records_of_its_commit()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var writer = await log.OpenWriterAsync(Unique("writer"), Soon);
        writer.Produce(Input, default, "one"u8);
        writer.SavePosition(Unique("file"), null, "1");
        await writer.CommitAsync(Soon);
        writer.SavePosition(Unique("file"), "1", "line 2 of é");
        await writer.CommitAsync(Soon);

        (await log.PositionAsync(Unique("file"), Soon)).Should().Be("line 2 of é");
        (await log.PositionAsync("other file", Soon)).Should().BeNull();
    }

    [Test]
    public async Task Positions_are_found_by_the_beginning_of_their_names()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var writer = await log.OpenWriterAsync(Unique("writer"), Soon);
        (await log.PositionsAsync(Unique("file"), Soon)).Should().BeEmpty();
        foreach (var name in (string[])["file/a/0", "file/a/1", "file/b%/0", "file/A/0"]) writer.SavePosition($"{Unique("name")}/{name}", null, name);
        await writer.CommitAsync(Soon);

        (await log.PositionsAsync($"{Unique("name")}/file/a", Soon)).Values.Should().BeEquivalentTo("file/a/0", "file/a/1");
        (await log.PositionsAsync($"{Unique("name")}/file/b%", Soon)).Values.Should().Equal("file/b%/0");
        (await log.PositionsAsync($"{Unique("name")}/", Soon)).Should().HaveCount(4);
    }

    [Test]
    public async Task A_position_that_was_expected_to_be_absent_is_not_overwritten() =>
        await ShouldBeRefusedAsync(expected: null, found: "1", log => SaveAsync(log, null, "1"));

    [Test]
    public async Task A_position_that_was_expected_to_be_there_is_not_made() => await ShouldBeRefusedAsync(expected: "1", found: null, _ => Task.CompletedTask);

    [Test]
    public async Task A_position_that_has_moved_is_not_moved_back() => await ShouldBeRefusedAsync(expected: "1", found: "02", async log =>
    {
        await SaveAsync(log, null, "1");
        await SaveAsync(log, "1", "02");
    });

    [Test]
    public async Task A_position_saved_several_times_before_a_commit_is_compared_with_the_first_expectation()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var writer = await log.OpenWriterAsync(Unique("writer"), Soon);
        writer.SavePosition(Unique("file"), null, "1");
        writer.SavePosition(Unique("file"), "1", "2");
        await writer.CommitAsync(Soon);
        writer.SavePosition(Unique("file"), "2", "3");
        await writer.CommitAsync(Soon);

        (await log.PositionAsync(Unique("file"), Soon)).Should().Be("3");
    }

    // Nothing of a refused commit takes place: neither its records nor its other positions.
    async Task ShouldBeRefusedAsync(string? expected, string? found, Func<IEventLog, Task> before)
    {
        await using var log = await OpenWithTopicsAsync();
        await before(log);
        await using (var writer = await log.OpenWriterAsync(Unique("writer"), Soon))
        {
            writer.Produce(Input, default, "never"u8);
            writer.SavePosition(Unique("other"), null, "1");
            writer.SavePosition(Unique("file"), expected, "3");
            (await writer.Invoking(one => one.CommitAsync(Soon)).Should().ThrowAsync<PositionConflictException>()).Which.Message.Should()
                .Contain($"'{Unique("file")}'").And.Contain(found is null ? "is absent" : $"is '{found}'").And.Contain("another process");
        }

        (await log.PositionAsync(Unique("file"), Soon)).Should().Be(found);
        (await log.PositionAsync(Unique("other"), Soon)).Should().BeNull();
        (await CountAsync(log)).Should().Be(0);
    }

    async Task SaveAsync(IEventLog log, string? expected, string value)
    {
        await using var writer = await log.OpenWriterAsync(Unique("writer"), Soon);
        writer.SavePosition(Unique("file"), expected, value);
        await writer.CommitAsync(Soon);
    }

    /// <summary>How many records of the input there are.</summary>
    protected virtual async Task<int> CountAsync(IEventLog log) => (await ReadAllAsync(log)).Count;
}
