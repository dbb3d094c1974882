using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Producing;
using StockNow.Stages.Streaming.Kafka.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>
/// A call that the client may have sent twice ends no later transaction: before the next one begins, new producers have taken the old ones' place.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class P4_CommitInDoubtTests
{
    static readonly TimeSpan Slow = TimeSpan.FromSeconds(2.1), Quick = TimeSpan.FromSeconds(1.9), TransactionTimeout = TimeSpan.FromSeconds(10);
    static readonly Error SomeError = new(ErrorCode.Local_TimedOut), MovedOn = new(ErrorCode.IllegalGeneration);

    readonly FakeTimeProvider _clock = new();
    readonly List<FakeProducer> _built = [];
    readonly Dictionary<string, string> _saved = [];
    readonly RecordedLog<KafkaEventLog> _log = new();

    [Test]
    public void A_quick_commit_is_in_no_doubt()
    {
        using var producer = NewProducer();

        Commit(producer, () => _clock.Advance(Quick));

        producer.Doubt.Should().BeNull();
    }

    [Test]
    public void A_commit_that_took_long_is_in_doubt_although_it_succeeded()
    {
        using var producer = NewProducer();

        Commit(producer, () => _clock.Advance(Slow));

        producer.Doubt.Should().Be(new Doubt("Kafka took 2.1 s for 'commit transaction'", IsOutage: true));
    }

    [Test]
    public void A_flush_or_an_abort_that_took_long_is_in_doubt_as_well([Values("Flush", "AbortTransaction")] string call)
    {
        using var producer = NewProducer();
        producer.Begin();
        _built[0].On[call] = () => _clock.Advance(Slow);

        producer.Abort();

        producer.Doubt.Should().NotBeNull();
    }

    [Test]
    public void With_short_transactions_less_is_long()
    {
        using var producer = NewProducer(TimeSpan.FromSeconds(1)); // after 0.9 s the client sends a request again

        Commit(producer, () => _clock.Advance(TimeSpan.FromSeconds(0.6)));

        producer.Doubt.Should().NotBeNull();
    }

    static IEnumerable<KafkaException> Failures() =>
        [new KafkaRetriableException(SomeError), new KafkaTxnRequiresAbortException(SomeError), new(SomeError), new KafkaTxnRequiresAbortException(MovedOn)];

    [TestCaseSource(nameof(Failures))]
    public void A_call_that_failed_is_in_doubt_whatever_the_client_says_of_it(KafkaException failure)
    {
        using var producer = NewProducer();

        var commit = () => Commit(producer, () => throw failure);

        commit.Should().Throw<Exception>();
        producer.Doubt.Should().NotBeNull();
    }

    [Test]
    public void A_producer_is_renewed_by_a_new_one_of_its_id_and_nothing_more_is_asked_of_the_old_one()
    {
        using var producer = NewProducer();
        Commit(producer, () => _clock.Advance(Slow));
        producer.Begin();
        _built[0].Calls.Clear();

        producer.Renew(CancellationToken.None);

        _built[0].Calls.Should().Equal("Dispose");
        _built[1].Calls.Should().Equal("InitTransactions");
        producer.Doubt.Should().BeNull();
        producer.IsOpen.Should().BeFalse();
    }

    [Test]
    public void Both_producers_of_a_pair_are_renewed_although_only_one_was_slow()
    {
        using var pair = new TransactionPair(NewProducer(), NewProducer());
        _built[0].On["CommitTransaction"] = () => _clock.Advance(Slow);
        pair.SavePosition("a", 1);
        pair.BeginCommit([], null!);
        pair.SavePosition("a", 2);
        pair.Settle();

        pair.Doubt.Should().NotBeNull();
        pair.Renew(CancellationToken.None);

        _built.Should().HaveCount(4);
        _built[0].Calls.Should().EndWith("Dispose");
        _built[1].Calls.Should().EndWith("Dispose").And.NotContain("CommitTransaction");
        pair.Doubt.Should().BeNull();
        pair.IsOpen.Should().BeFalse();
    }

    [Test]
    public async Task A_writer_renews_its_producer_after_a_slow_commit_and_before_the_next_record()
    {
        await using var writer = NewWriter();
        _built[0].On["CommitTransaction"] = () => _clock.Advance(Slow);
        writer.SavePosition("a", null, "1");
        await writer.CommitAsync(CancellationToken.None);

        _saved["a"] = "1";
        writer.SavePosition("a", "1", "2");
        await writer.CommitAsync(CancellationToken.None);

        _built.Should().HaveCount(2);
        _built[1].Calls.Should().StartWith(["InitTransactions", "BeginTransaction"]).And.Contain("CommitTransaction");
        _log.Warnings.Should().ContainSingle().Which.Should()
            .StartWith("Kafka took 2.1 s for 'commit transaction'. The producers of instocknow-test are replaced; otherwise a delayed retry could end a later "
            + "transaction");
    }

    [Test]
    public async Task A_writer_without_a_slow_commit_keeps_its_producer()
    {
        await using var writer = NewWriter();

        foreach (var (expected, value) in new[] { (null, "1"), ("1", "2"), ("2", "3") })
        {
            writer.SavePosition("a", expected, value);
            await writer.CommitAsync(CancellationToken.None);
        }

        _built.Should().ContainSingle();
    }

    [Test]
    public async Task A_writer_that_was_renewed_looks_up_again_what_another_one_has_saved_in_between()
    {
        await using var writer = NewWriter();
        _built[0].On["CommitTransaction"] = () => _clock.Advance(Slow);
        writer.SavePosition("a", null, "1");
        await writer.CommitAsync(CancellationToken.None);
        _saved["a"] = "another's";

        writer.SavePosition("a", "1", "2");
        var commit = () => writer.CommitAsync(CancellationToken.None);

        (await commit.Should().ThrowAsync<PositionConflictException>()).Which.Message.Should().Contain("another's");
        _built[1].Calls.Should().NotContain("CommitTransaction");
    }

    [Test]
    public async Task Renewals_of_one_outage_are_reported_once_and_wait_longer_and_longer()
    {
        var renewals = new Renewals(_clock, _log);

        var waits = new List<double>();
        for (var renewal = 0; renewal < 10; renewal++) waits.Add((await WaitAsync(renewals, new Doubt("slow", IsOutage: true))).TotalSeconds);

        waits.Should().Equal(0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5);
        _log.Warnings.Should().ContainSingle();
    }

    [Test]
    public async Task The_next_outage_is_reported_again_and_begins_without_a_wait()
    {
        var renewals = new Renewals(_clock, _log);
        var slow = new Doubt("slow", IsOutage: true);
        for (var renewal = 0; renewal < 3; renewal++) await WaitAsync(renewals, slow);
        _clock.Advance(TimeSpan.FromMinutes(1));

        var wait = await WaitAsync(renewals, slow);

        wait.Should().Be(TimeSpan.Zero);
        _log.Warnings.Should().HaveCount(2);
    }

    [Test]
    public async Task A_group_that_has_moved_on_is_no_outage()
    {
        var renewals = new Renewals(_clock, _log);

        for (var renewal = 0; renewal < 3; renewal++) (await WaitAsync(renewals, new Doubt("moved on", IsOutage: false))).Should().Be(TimeSpan.Zero);

        _log.Warnings.Should().BeEmpty();
    }

    [Test]
    public void Fences_that_an_outage_explains_accuse_nobody()
    {
        var fences = new FencedIds(_clock);

        for (var fence = 0; fence < 10; fence++) fences.Judge(Id, Fence(wasOpenForLong: true)).Should().BeOfType<EventLogException>();
        for (var fence = 0; fence < 3; fence++) fences.Judge(Id, Fence()).Should().BeOfType<EventLogException>();

        fences.Judge(Id, Fence()).Should().BeOfType<UnrecoverableException>();
    }

    [Test]
    public void Of_two_processes_that_fence_each_other_at_both_ids_of_a_session_only_the_first_id_decides()
    {
        var fences = new FencedIds(_clock);

        for (var fence = 0; fence < 10; fence++) fences.Judge(Id, Fence(of: Id.Second)).Should().BeOfType<EventLogException>();
        for (var fence = 0; fence < 3; fence++) fences.Judge(Id, Fence(of: Id.First)).Should().BeOfType<EventLogException>();

        fences.Judge(Id, Fence(of: Id.First)).Should().BeOfType<UnrecoverableException>();
    }

    [TestCase("connections.max.idle.ms", "4999", true)]
    [TestCase("socket.timeout.ms", "1000", true)]
    [TestCase("connections.max.idle.ms", "5000", false)]
    [TestCase("connections.max.idle.ms", "0", false, Description = "never")]
    public void A_client_that_would_send_requests_again_before_they_are_in_doubt_is_refused(string property, string value, bool isRefused)
    {
        var properties = new KafkaProperties([new(property, value)]);

        properties.Faults().Any(fault => fault.Name == property && fault.Text.StartsWith("is less than 5000", StringComparison.Ordinal)).Should().Be(isRefused);
    }

    static readonly TransactionalId Id = TransactionalId.OfWriter("test");

    static FencedException Fence(string? of = null, bool wasOpenForLong = false) =>
        new("fenced", of ?? Id.Name, wasOpenForLong, new KafkaException(SomeError));

    void Commit(TransactionalProducer producer, Action happens)
    {
        _built[^1].On["CommitTransaction"] = happens;
        producer.Begin();
        producer.Commit();
    }

    async Task<TimeSpan> WaitAsync(Renewals renewals, Doubt doubt)
    {
        var wait = renewals.PauseAsync("id", doubt, CancellationToken.None);
        var passed = TimeSpan.Zero;
        for (var step = TimeSpan.FromMilliseconds(100); !wait.IsCompleted; passed += step) _clock.Advance(step);
        await wait;
        return passed;
    }

    KafkaWriter NewWriter() => new(NewProducer(), TransactionalId.OfWriter("test"), TopicLimits.Unknown, new FencedIds(_clock), new Renewals(_clock, _log),
        _ => Task.FromResult(new Dictionary<string, string>(_saved)));

    TransactionalProducer NewProducer(TimeSpan? transactionTimeout = null) => new(
        () =>
        {
            var (client, fake) = FakeProducer.New();
            _built.Add(fake);
            return client;
        },
        new PartitionCounts(_ => Task.FromResult(1), _clock), useNative: false, transactionTimeout
        ?? TransactionTimeout, new Watchdog(TimeSpan.FromHours(1), _clock, NullLogger.Instance),
        new KafkaProperties([]), new KafkaAccess([]), new KafkaClientLogHandler(NullLogger.Instance, _clock), _clock);
}
