using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Audit;

namespace StockNow.Tests.Streaming;

/// <summary>The newest outputs say what a group has done, whatever its committed offset says.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class OutputWitnessTests
{
    static readonly string[] Outputs = [TopicNames.Alerts, TopicNames.DeadLetters];

    AuditedLog _log = null!;

    [SetUp]
    public async Task MakeLog() => _log = await AuditedLog.MakeAsync(partitions: 2);

    [TearDown]
    public async Task RemoveLog() => await _log.DisposeAsync();

    [Test]
    public async Task A_group_at_or_after_its_outputs_is_fine()
    {
        await FilterSomeAsync();
        await _log.SendAsync(TopicNames.Input, "shelf-0", AuditedLog.Reading("shelf-0", alert: false));
        await _log.FilterAsync();

        (await FindAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_group_that_was_set_back_is_found_in_each_partition_with_the_offset_to_set()
    {
        var (first, second) = await FilterSomeAsync();
        _log.Sql("UPDATE committed SET next_offset = 1 WHERE partition = 0");
        _log.Sql("DELETE FROM committed WHERE partition = 1");

        (await FindAsync()).Should().Equal(
            new OffsetSetBack(GroupNames.AlertFilter, new TopicPartition(TopicNames.Input, 0), 1, first),
            new OffsetSetBack(GroupNames.AlertFilter, new TopicPartition(TopicNames.Input, 1), null, second));
    }

    [Test]
    public async Task Outputs_of_a_topic_that_was_there_before_say_nothing_about_this_one()
    {
        await _log.SendAsync(TopicNames.Input, "shelf-0", AuditedLog.Reading("shelf-0", alert: false));
        var partition = Partitioner.PartitionOf("shelf-0"u8, default, 2);
        await _log.SendAsync(TopicNames.Alerts, "shelf-0", "{}", new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, partition), 0)
            .Add(HeaderNames.SourceLog, "0123456789ab"u8));
        (await FindAsync()).Should().BeEmpty();

        var present = Encoding.UTF8.GetBytes(LogIdentity.HashOf(await _log.Log.IdentityAsync(TopicNames.Input, default)));
        await _log.SendAsync(TopicNames.Alerts, "shelf-0", "{}", new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, partition), 0)
            .Add(HeaderNames.SourceLog, present));
        (await FindAsync()).Should().ContainSingle().Which.DoneTo.Should().Be(1);
    }

    [Test]
    public async Task An_output_of_an_offset_that_the_topic_does_not_have_is_no_witness()
    {
        await _log.SendAsync(TopicNames.Alerts, "shelf-0", "{}", new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 0), 77));
        await _log.SendAsync(TopicNames.Alerts, "shelf-0", "{}", new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, 9), 0));

        (await FindAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task The_message_says_what_is_wrong_and_the_command_that_it_names_heals_it()
    {
        await FilterSomeAsync();
        _log.Sql("UPDATE committed SET next_offset = 1 WHERE partition = 0");
        _log.Sql("DELETE FROM committed WHERE partition = 1");

        foreach (var found in await FindAsync())
        {
            var message = found.Describe(_log.Log);
            message.Should().Match($"Group instocknow-alert-filter has *committed offset* in {found.Partition}, but its outputs for offset {found.DoneTo - 1} "
                + $"already exist. *would produce duplicates. Set the group's offset to {found.DoneTo} before you restart it: sqlite3 *");
            _log.Sql(message.Split('"')[1]);
        }
        (await FindAsync()).Should().BeEmpty();
        (await _log.Log.CommittedAsync(GroupNames.AlertFilter, TopicNames.Input, default)).Should().HaveCount(2);
    }

    async Task<(long First, long Second)> FilterSomeAsync()
    {
        foreach (var n in Enumerable.Range(0, 20))
            await _log.SendAsync(TopicNames.Input, $"shelf-{n}", n % 5 == 0 ? "no reading" : AuditedLog.Reading($"shelf-{n}"));
        await _log.FilterAsync();
        var ends = await _log.Log.DescribeAsync(TopicNames.Input, default);
        return (ends[0].End, ends[1].End);
    }

    Task<IReadOnlyList<OffsetSetBack>> FindAsync() => new OutputWitness(_log.Log).FindSetBackAsync(GroupNames.AlertFilter, TopicNames.Input, Outputs, default);
}
