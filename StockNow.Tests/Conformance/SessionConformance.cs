using System.Text;
using StockNow.Tests.Support;

namespace StockNow.Tests.Conformance;

/// <summary>What the sessions of every event log promise: outputs and offsets together, once, also when members join and leave.</summary>
abstract class SessionConformance : PositionConformance
{
    [Test]
    public async Task A_group_continues_where_its_last_commit_ended()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one", "two"]);
        await using (var session = await log.OpenSessionAsync(Group, Input, Soon))
        {
            await ReadSomeAsync(session, 2);
            await session.CommitAsync(Soon);
        }
        await WriteAsync(log, ["three"]);

        await using var next = await log.OpenSessionAsync(Group, Input, Soon);

        (await ReadSomeAsync(next, 1)).Select(record => record.Value).Should().Equal("three");
        (await log.CommittedAsync(Group, Input, Soon))[0].Should().BeInRange(2, 3, "a commit's own marker may take an offset");
    }

    [Test]
    public async Task Groups_do_not_disturb_each_other()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one"]);
        await using var first = await log.OpenSessionAsync(Unique("first"), Input, Soon);
        await using var second = await log.OpenSessionAsync(Unique("second"), Input, Soon);

        (await ReadSomeAsync(first, 1)).Should().ContainSingle();
        (await ReadSomeAsync(second, 1)).Should().ContainSingle();
    }

    [Test]
    public async Task Outputs_and_offsets_are_committed_together()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one", "two"]);
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        foreach (var record in await ReadSomeAsync(session, 2)) session.Produce(Output, default, Encoding.UTF8.GetBytes(record.Value.ToUpperInvariant()));

        (await log.DescribeAsync(Output, Soon)).Should().OnlyContain(partition => partition.End == partition.Start);
        await session.CommitAsync(Soon);

        (await ReadAllAsync(log, Output, Unique("watchers"))).Select(record => record.Value).Should().Equal("ONE", "TWO");
        (await log.CommittedAsync(Group, Input, Soon))[0].Should().BeInRange(2, 3, "a commit's own marker may take an offset");
    }

    [Test]
    public async Task An_abort_leaves_nothing_and_reads_again()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one", "two"]);
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        await ReadSomeAsync(session, 2);
        session.Produce(Output, default, "half done"u8);
        await session.AbortAsync(Soon);

        var again = await ReadSomeAsync(session, 2);
        await session.CommitAsync(Soon);

        again.Select(record => record.Value).Should().Equal("one", "two");
        (await ReadAllAsync(log, Output, Unique("watchers"))).Should().BeEmpty();
    }

    [Test]
    public async Task A_session_that_ends_without_a_commit_leaves_its_work_to_the_next()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one"]);
        await using (var session = await log.OpenSessionAsync(Group, Input, Soon))
        {
            await ReadSomeAsync(session, 1);
            session.Produce(Output, default, "lost"u8);
        }

        await using var next = await log.OpenSessionAsync(Group, Input, Soon);

        (await ReadSomeAsync(next, 1)).Select(record => record.Value).Should().Equal("one");
        (await ReadAllAsync(log, Output, Unique("watchers"))).Should().BeEmpty();
    }

    [Test]
    public async Task A_session_commits_by_itself_once_its_input_is_drained()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one"]);
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        await ReadSomeAsync(session, 1);
        session.Produce(Output, default, "ONE"u8);
        await CommitWhenDueAsync(session);

        (await ReadAllAsync(log, Output, Unique("watchers"))).Should().ContainSingle();
    }

    [Test]
    public async Task Commits_that_follow_each_other_closely_come_out_whole_and_in_order()
    {
        await using var log = await OpenWithTopicsAsync();
        var values = Enumerable.Range(0, 60_000).Select(n => $"{n:D300}").ToList();
        await WriteAsync(log, values);
        var commits = new RecordedCommits();
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        session.Listener = commits;
        for (var seen = 0; seen < values.Count; await session.CommitIfDueAsync(Soon))
        {
            var batch = await session.ReadAsync(Soon);
            for (var i = 0; i < batch.Count; i++) session.Produce(Output, "key"u8, batch[i].Value);
            seen += batch.Count;
        }
        await session.CommitAsync(Soon);

        (await ReadAllAsync(log, Output, Unique("watchers"))).Select(record => record.Value).Should().Equal(values);
        commits.Calls.Should().HaveCountGreaterThan(2, "there were several commits");
        commits.Calls.Chunk(2).Should().AllSatisfy(commit => commit.Should().Equal("committing", "committed"));
    }

    [Test]
    public async Task An_abort_takes_nothing_back_of_a_commit_that_was_begun_before()
    {
        await using var log = await OpenWithTopicsAsync();
        var commits = new RecordedCommits();
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        session.Listener = commits;
        await WriteAsync(log, ["one"]);
        await ReadSomeAsync(session, 1);
        session.Produce(Output, default, "ONE"u8);
        while (!commits.Calls.Contains("committing")) await session.CommitIfDueAsync(Soon);
        await WriteAsync(log, ["two"]);
        await ReadSomeAsync(session, 1);
        session.Produce(Output, default, "half done"u8);
        await session.AbortAsync(Soon);

        (await ReadSomeAsync(session, 1)).Select(record => record.Value).Should().Equal("two");
        (await ReadAllAsync(log, Output, Unique("watchers"))).Select(record => record.Value).Should().Equal("ONE");
        commits.Calls.Should().Equal("committing", "committed", "rewound");
    }

    [Test]
    public async Task Being_caught_up_is_known_once_a_read_has_found_nothing()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one"]);
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        await ReadSomeAsync(session, 1);
        session.IsCaughtUp.Should().BeFalse();
        await session.CommitAsync(Soon);

        while (!session.IsCaughtUp) (await session.ReadAsync(Soon)).Count.Should().Be(0);
    }

    [Test]
    public async Task A_second_reader_of_the_group_gets_nothing_twice_and_takes_over_when_the_first_is_gone()
    {
        await using var log = await OpenWithTopicsAsync(partitions: 2);
        await using var other = await OpenAsync(partitions: 2);
        await WriteAsync(log, Enumerable.Range(0, 100).Select(n => $"{n}"), key: n => $"{n}");
        var first = await log.OpenSessionAsync(Group, Input, Soon);
        var seen = await ReadSomeAsync(first, 100);
        await first.CommitAsync(Soon);
        await using var second = await other.OpenSessionAsync(Group, Input, Soon);
        (await second.ReadAsync(Soon)).Count.Should().Be(0);

        await first.DisposeAsync();
        await WriteAsync(log, ["after"]);

        (await ReadSomeAsync(second, 1)).Select(record => record.Value).Should().Equal("after");
        seen.Should().HaveCount(100);
    }
}
