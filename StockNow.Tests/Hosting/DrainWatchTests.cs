using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

/// <summary>When a bounded run is over.</summary>
sealed class DrainWatchTests
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    readonly FakeTimeProvider _clock = new();
    FakeApplication _application = null!;
    FakeInput _input = null!;
    Dictionary<string, long> _lag = null!;
    StageStatus _simulator = null!;
    bool _isAway;
    DrainWatch? _watch;

    [SetUp]
    public void Begin()
    {
        (_application, _input, _lag, _simulator) = (new FakeApplication(), new FakeInput(), [], new StageStatus(StageNames.Simulator));
        _isAway = false;
    }

    [TearDown]
    public async Task End()
    {
        if (_watch is null) return;
        await _watch.StopAsync(default);
        _watch.Dispose();
    }

    [Test]
    public async Task Run_with_the_simulator_ends_when_it_is_done()
    {
        await StartAsync(StageNames.Simulator, StageNames.Storage);
        foreach (var state in new[] { StageState.Running, StageState.Unhealthy, StageState.Failed })
        {
            _simulator.Enter(state);
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(5);
            _application.IsStopAsked.Should().BeFalse();
        }

        _simulator.Enter(StageState.Done);

        await _clock.AdvanceUntilAsync(_application.StopIsAsked, Look);
    }

    [Test]
    public async Task Run_without_the_simulator_ends_when_its_input_was_quiet_for_the_time_that_is_set()
    {
        await StartAsync(StageNames.AlertFilter);

        (await LookUntilEndAsync()).Should().BeCloseTo(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task New_records_restart_the_quiet_time()
    {
        await StartAsync(StageNames.AlertFilter);
        for (var second = 0; second < 4; second++)
        {
            await LookAsync(TimeSpan.FromSeconds(3));
            _input.End++;
        }
        _application.IsStopAsked.Should().BeFalse();

        await LookUntilEndAsync();
    }

    [Test]
    public async Task Records_that_wait_are_not_quiet()
    {
        _lag[StageNames.AlertFilter] = 1;
        await StartAsync(StageNames.AlertFilter);
        await LookAsync(TimeSpan.FromSeconds(10));
        _application.IsStopAsked.Should().BeFalse();

        _lag[StageNames.AlertFilter] = 0;

        (await LookUntilEndAsync()).Should().BeCloseTo(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task What_storage_holds_in_memory_is_flushed_by_the_drain_and_need_not_be_waited_for()
    {
        _lag[StageNames.Storage] = 1000;
        await StartAsync(StageNames.Storage);

        await LookUntilEndAsync();
    }

    [Test]
    public async Task Log_that_is_away_for_a_moment_is_not_quiet_and_ends_nothing()
    {
        _isAway = true;
        await StartAsync(StageNames.AlertFilter);
        await LookAsync(TimeSpan.FromSeconds(10));
        _application.IsStopAsked.Should().BeFalse();
        _watch!.ExecuteTask!.IsCompleted.Should().BeFalse();

        _isAway = false;

        (await LookUntilEndAsync()).Should().BeCloseTo(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
    }

    async Task StartAsync(params string[] stages)
    {
        var options = new PipelineOptions { Drain = new() { Quiet = TimeSpan.FromSeconds(5) } };
        var services = new ServiceCollection().AddKeyedSingleton(StageNames.Simulator, _simulator).BuildServiceProvider();
        _watch = new DrainWatch(
            new RunPlan(stages, UntilDrained: true),
            new StageCatalog([.. stages.Select(stage => new FakeStage(stage, FakeStage.UntilDrain, [TopicNames.Input]))]), services,
            _input, new Lag(this), options, new PipelineLifetime(_application, options, _clock), _clock);
        await _watch.StartAsync(default);
        if (!stages.Contains(StageNames.Simulator)) await _clock.AdvanceUntilAsync(Wait.UntilAsync(() => _input.Looks > 0, "the first look"), Look);
    }

    async Task LookAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Look)
        {
            var looks = _input.Looks;
            _clock.Advance(Look);
            await Wait.UntilAsync(() => _input.Looks > looks || _application.IsStopAsked || _watch!.ExecuteTask!.IsCompleted, "a look");
        }
    }

    async Task<TimeSpan> LookUntilEndAsync()
    {
        var since = _clock.GetTimestamp();
        while (!_application.IsStopAsked && _clock.GetElapsedTime(since) < TimeSpan.FromMinutes(1)) await LookAsync(Look);
        _application.IsStopAsked.Should().BeTrue();
        return _clock.GetElapsedTime(since);
    }

    sealed class Lag(DrainWatchTests test) : ILagSource
    {
        public Task<IReadOnlyDictionary<string, long>> LagByStageAsync(CancellationToken stop) =>
            test._isAway ? throw new EventLogException("away") : Task.FromResult<IReadOnlyDictionary<string, long>>(test._lag);
    }
}
