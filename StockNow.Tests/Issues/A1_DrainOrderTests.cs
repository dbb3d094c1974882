using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Embedded A1 in the filter and the handler: a stage ended although records were sent before the signal to drain.</summary>
sealed class A1_DrainOrderTests
{
    // The read finds nothing, then the last records are sent and the drain is asked for, and then the read returns.
    [Test]
    public async Task A_read_that_began_before_the_drain_does_not_end_the_loop()
    {
        using var drain = new CancellationTokenSource();
        var session = new ScriptedSession(
            batch => { },
            batch => drain.Cancel(),
            batch => batch.Add(0, 0, "key"u8, "sent before the drain"u8, default),
            batch => { });

        await RunAsync(session, drain.Token);

        session.Processed.Should().Equal(0);
        session.Reads.Should().Be(4);
    }

    [Test]
    public async Task A_read_that_began_after_the_drain_and_found_nothing_ends_the_loop_with_a_commit()
    {
        var session = new ScriptedSession(batch => { });

        await RunAsync(session, new CancellationToken(canceled: true));

        (session.Reads, session.Commits).Should().Be((1, 1));
    }

    [Test]
    public async Task A_loop_that_is_stopped_does_not_pass_for_one_that_is_done()
    {
        using var stop = new CancellationTokenSource();
        var session = new ScriptedSession(batch => stop.Cancel());

        var running = () => RunAsync(session, drain: default, stop.Token);

        await running.Should().ThrowAsync<OperationCanceledException>();
    }

    static Task RunAsync(ScriptedSession session, CancellationToken drain, CancellationToken stop = default) =>
        ProcessingLoop.RunAsync(new OneSession(session), "group", TopicNames.Input, [], session, new StageSignals(drain, stop));

    sealed class OneSession(ScriptedSession session) : EventLogDouble
    {
        public override Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop) =>
            Task.FromResult<IEventLogSession>(session);

        public override Task<string> IdentityAsync(string topic, CancellationToken stop) => Task.FromResult("a double");
    }

    // Each read is one step of the script; it is caught up when the step added nothing.
    sealed class ScriptedSession(params Action<RecordBatch>[] script) : IEventLogSession, IRecordProcessor
    {
        readonly RecordBatch _batch = new();

        public List<long> Processed { get; } = [];

        public int Reads { get; private set; }

        public int Commits { get; private set; }

        public bool IsCaughtUp => _batch.Count == 0;

        public ICommitListener? Listener { get; set; }

        public ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
        {
            _batch.Reset(new TopicPartition(TopicNames.Input, 0), 0);
            script[Reads++](_batch);
            return ValueTask.FromResult(_batch);
        }

        public ValueTask CommitIfDueAsync(CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask CommitAsync(CancellationToken stop)
        {
            Commits++;
            return ValueTask.CompletedTask;
        }

        public ValueTask AbortAsync(CancellationToken stop) => ValueTask.CompletedTask;

        public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null) { }

        public long MaxRecordBytes(string topic) => long.MaxValue;

        public void Process(in LogRecord record, RecordSource source, IRecordOutput output) => Processed.Add(record.Offset);

        public void GiveUp(in LogRecord record, RecordSource source, string why, IRecordOutput output) { }

        public void Committing() { }

        public void Committed(TimeSpan took) { }

        public void Rewound() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
