using StockNow.Contracts.Events;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Streaming;

// A transaction that another program has open, or has left open, hides all that was committed after it in the same partition.
[Category("Kafka")]
sealed class KafkaOpenTransactionTests : EventLogBench
{
    const string Positions = "instocknow-positions";

    readonly string _suffix = Guid.NewGuid().ToString("N")[..8];
    readonly RecordedLog<KafkaEventLog> _said = new();

    protected override string Unique(string name) => $"{name}-{TestContext.CurrentContext.Test.ID}-{_suffix}";

    protected override Task<IEventLog> OpenAsync(int partitions = 1) => Task.FromResult<IEventLog>(new KafkaEventLog(
        new KafkaProperties([new("BootstrapServers", KafkaService.Brokers)]),
        new KafkaLogOptions { SessionTimeout = TimeSpan.FromSeconds(6), Partitions = partitions, TransactionTimeout = TimeSpan.FromSeconds(1) },
        new EventLogOptions(), ProductPipeline.Groups, ReadingLimits.Default, TimeProvider.System, _said));

    [SetUp]
    public void Forget() => _said.Messages.Clear();

    // A source that took an older position for its own would send everything since then once more.
    [Test]
    public async Task A_position_that_is_hidden_is_waited_for()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var writer = await log.OpenWriterAsync(Unique("writer"), Soon);
        await SaveAsync(writer, null, "1");
        using var other = await HoldAsync(Positions);
        await SaveAsync(writer, "1", "2");

        var asked = log.PositionAsync(Unique("file"), Soon);
        await Wait.UntilAsync(() => _said.HasSaid($"An open transaction in {Positions}-0, since offset "), "it says what it waits for");
        asked.IsCompleted.Should().BeFalse();
        other.End();

        (await asked).Should().Be("2");
    }

    [Test]
    public async Task A_transaction_that_does_not_end_is_an_error_and_no_older_position()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var writer = await log.OpenWriterAsync(Unique("writer"), Soon);
        await SaveAsync(writer, null, "1");
        using var other = await HoldAsync(Positions);
        await SaveAsync(writer, "1", "2");

        await log.Awaiting(one => one.PositionAsync(Unique("file"), Soon)).Should().ThrowAsync<EventLogException>()
            .WithMessage($"A transaction has been open in {Positions}-0 since offset * for more than 16 s. The records after it cannot be read. Run "
            + "'validate' to see whether it hangs and how to abort it.");
        other.End();
    }

    [Test]
    public async Task A_group_is_not_at_the_end_while_readings_are_hidden()
    {
        await using var log = await OpenWithTopicsAsync();
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        await WriteAsync(log, ["seen"]);
        await ReadSomeAsync(session, 1);
        using var other = await HoldAsync(Input);
        await WriteAsync(log, ["hidden"]);

        (await session.ReadAsync(Soon)).Count.Should().Be(0);
        session.IsCaughtUp.Should().BeFalse();
        _said.HasSaid($"Group {Group} cannot finish draining: an open transaction in {Input}-0 since offset ").Should().BeTrue();
        other.End();

        (await ReadSomeAsync(session, 1)).Select(record => record.Value).Should().Equal("hidden");
        await Wait.UntilAsync(async () => (await session.ReadAsync(Soon)).Count == 0 && session.IsCaughtUp, "the group is at the end");
    }

    // The note of a first meeting would hide itself: partitions can come one by one.
    [Test]
    public async Task First_meetings_are_committed_before_the_next_record_is_handed_out()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one"]);
        await using var session = await log.OpenSessionAsync(Group, Input, Soon);
        await ReadSomeAsync(session, 1);

        (await log.CommittedAsync(Group, Input, Soon)).Should().Equal(new Dictionary<int, long> { [0] = 0 });
    }

    // The brokers may have forgotten to end it (docs/decisions/0013): with the next transaction it would count, or be dropped, whatever became of its offsets.
    [Test]
    public async Task Nothing_is_written_after_a_transaction_that_is_open_in_an_output()
    {
        await using var log = await OpenWithTopicsAsync();
        await WriteAsync(log, ["one"]);
        using var other = await HoldAsync(Output);
        using var stop = new CancellationTokenSource();

        var loop = ProcessingLoop.RunAsync(log, Group, Input, [Output], new PassOn(Output),
            new StageSignals(new CancellationToken(canceled: true), stop.Token));
        await Wait.UntilAsync(() => _said.HasSaid($"An open transaction in {Output}-0, since offset "), "it says what it waits for");
        (await log.CommittedAsync(Group, Input, Soon)).Should().BeEmpty();
        _said.HasSaid($"Group {Group} was given").Should().BeFalse("a member that cannot write must not hold partitions");
        other.End();

        await loop.WaitAsync(Soon);
        (await ReadAllAsync(log, Output, Unique("watchers"))).Select(record => record.Value).Should().Equal("one");
    }

    // In any partition: the next commit of the same producer would end what was forgotten there too.
    [Test]
    public async Task No_session_begins_while_a_transaction_holds_an_offset_of_its_group()
    {
        await using var log = await OpenWithTopicsAsync(partitions: 2);
        await WriteAsync(log, ["one"]);
        using var other = new OpenTransaction(Unique("other"));
        other.HoldOffset(Group, Input, 1);

        await log.Awaiting(one => one.OpenSessionAsync(Group, Input, Soon)).Should().ThrowAsync<EventLogException>()
            .WithMessage($"The offsets of group {Group} could not be read from Kafka at * within 10 s: *Run 'validate' to find it*");
        other.End();

        (await ReadAllAsync(log)).Select(record => record.Value).Should().Equal("one");
    }

    [Test]
    public async Task What_is_hidden_is_described_once_it_can_be_seen()
    {
        await using var log = await OpenWithTopicsAsync();
        using var other = await HoldAsync(Input);
        await WriteAsync(log, ["hidden"]);

        var asked = log.DescribeStableAsync(Input, Soon);
        (await log.DescribeAsync(Input, Soon)).Single().End.Should().Be(0);
        other.End();

        (await asked).Single().End.Should().BeGreaterThan(1);
    }

    Task SaveAsync(IEventLogWriter writer, string? expected, string value)
    {
        writer.SavePosition(Unique("file"), expected, value);
        return writer.CommitAsync(Soon);
    }

    async Task<OpenTransaction> HoldAsync(string topic)
    {
        var open = new OpenTransaction(Unique("other"));
        await open.HoldAsync(topic, 0);
        return open;
    }

    sealed class PassOn(string to) : IRecordProcessor
    {
        public void Process(in LogRecord record, RecordSource source, IRecordOutput output) => output.Produce(to, record.Key, record.Value);

        public void GiveUp(in LogRecord record, RecordSource source, string why, IRecordOutput output) => throw new NotSupportedException();

        public void Committing() { }

        public void Committed(TimeSpan took) { }

        public void Rewound() { }
    }
}
