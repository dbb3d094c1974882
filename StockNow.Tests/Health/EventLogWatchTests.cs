using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Topics;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Health;

/// <summary>What the watch tells of an event log that answers, refuses, keeps silent, and comes back.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class EventLogWatchTests
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    static readonly TopicPartition Input = new(TopicNames.Input, 2);

    readonly FakeTimeProvider _clock = new();
    readonly FakeEventLog _log = new();
    readonly FakeApplication _application = new();

    [Test]
    public async Task Lag_is_reported_by_group_and_partition()
    {
        using var watch = await StartAsync(StageNames.Storage);

        await UntilAsync(() => watch.Health is not null);

        watch.Health.Should().Be(EventLogHealth.Fine);
        watch.Lags.Should().Equal(new PartitionLag(StageNames.Storage, GroupNames.Storage, Input, 58));
    }

    [Test]
    public async Task Event_log_that_refuses_is_away_with_its_reason_and_comes_back_by_itself()
    {
        _log.Describe = () => throw new EventLogException("Kafka is away.");
        using var watch = await StartAsync(StageNames.Storage);
        await UntilAsync(() => watch.Health == new EventLogHealth(false, "Kafka is away."));
        watch.Lags.Should().BeEmpty();

        _log.Describe = FakeEventLog.Answer;

        await UntilAsync(() => watch.Health == EventLogHealth.Fine && watch.Lags.Count == 1);
    }

    [Test]
    public async Task Event_log_that_keeps_silent_is_away_after_five_seconds_and_is_not_asked_twice_at_once()
    {
        var silence = new TaskCompletionSource<IReadOnlyList<PartitionState>>();
        _log.Describe = () => silence.Task;
        using var watch = await StartAsync(StageNames.Storage);
        var since = _clock.GetTimestamp();

        await UntilAsync(() => watch.Health is { IsReady: false });
        _clock.GetElapsedTime(since).Should().BeCloseTo(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2));
        watch.Health!.Reason.Should().StartWith("a double has not answered for ");
        var before = watch.Health;
        await UntilAsync(() => watch.Health != before);
        _log.Asked.Should().Be(1);

        silence.SetResult(await FakeEventLog.Answer());
        await UntilAsync(() => watch.Health == EventLogHealth.Fine);
    }

    [Test]
    public async Task Fault_without_a_subject_gets_one()
    {
        _log.Describe = () => throw new TimeoutException("The operation has timed out.");
        using var watch = await StartAsync(StageNames.Storage);
        await UntilAsync(() => watch.Health is { IsReady: false });

        watch.Health!.Reason.Should().Be("a double cannot be asked: The operation has timed out.");
    }

    [Test]
    public async Task Warnings_are_looked_for_now_and_then()
    {
        _log.Warnings = ["A transaction hangs."];
        using var watch = await StartAsync(StageNames.Storage);
        await UntilAsync(() => watch.Warnings.Count == 1);
        var since = _clock.GetTimestamp();

        _log.Warnings = [];

        await UntilAsync(() => watch.Warnings.Count == 0);
        _clock.GetElapsedTime(since).Should().BeCloseTo(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(4));
    }

    [Test]
    public async Task Process_that_only_writes_must_reach_the_event_log_too()
    {
        _log.Describe = () => throw new EventLogException("Kafka is away.");
        using var watch = await StartAsync(StageNames.Simulator);

        await UntilAsync(() => watch.Health is { IsReady: false });
    }

    [Test]
    public async Task Process_without_the_event_log_never_asks_it()
    {
        using var watch = await StartAsync(StageNames.Analysis);

        await PassAsync(TimeSpan.FromSeconds(20));

        (watch.Health, _log.Asked).Should().Be((null, 0));
    }

    [Test]
    public async Task Watch_beats_although_the_event_log_keeps_silent()
    {
        _log.Describe = () => new TaskCompletionSource<IReadOnlyList<PartitionState>>().Task;
        using var watch = await StartAsync(StageNames.Storage);

        for (var passed = 0; passed < 60; passed++)
        {
            await PassAsync(TimeSpan.FromSeconds(2));
            watch.SinceBeat.Should().BeLessThan(TimeSpan.FromSeconds(30));
        }
    }

    async Task<EventLogWatch> StartAsync(string stage)
    {
        var plan = new RunPlan([stage], UntilDrained: false);
        var watch = new EventLogWatch(plan, StageCatalog.Find(), new LagSource(plan, ProductPipeline.Groups, _log), _log, _application, _clock,
            NullLogger<EventLogWatch>.Instance);
        await watch.StartAsync(default);
        _application.Start();
        return watch;
    }

    async Task UntilAsync(Func<bool> isSo)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(TimeSpan.FromMinutes(3));
            await PassAsync(Step);
        }
    }

    async Task PassAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Step)
        {
            _clock.Advance(Step);
            await Task.Delay(1); // other threads take their turn; nothing is timed by it
        }
    }

    sealed class FakeEventLog : EventLogDouble
    {
        public Func<Task<IReadOnlyList<PartitionState>>> Describe { get; set; } = Answer;

        public IReadOnlyList<string> Warnings { get; set; } = [];

        public int Asked { get; private set; }

        public static Task<IReadOnlyList<PartitionState>> Answer() => Task.FromResult<IReadOnlyList<PartitionState>>([new PartitionState(Input, 0, 100)]);

        public override Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop)
        {
            Asked++;
            return Describe();
        }

        public override Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) =>
            Task.FromResult<IReadOnlyDictionary<int, long>>(new Dictionary<int, long> { [2] = 42 });

        public override Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop) => Task.FromResult(Warnings);
    }
}
