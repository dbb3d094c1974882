using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Hosting;

/// <summary>Runs one stage as a hosted service, with as many workers as are configured, and ends it in order.</summary>
sealed class StageRunner(
    IStage stage, IServiceProvider services, StageStatus status, StageMetrics metrics, RecordFailures failures, PipelineOptions options,
    PipelineLifetime lifetime,
    TimeProvider clock, ILogger<StageRunner> logger) : IHostedService, IDisposable
{
    static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    readonly CancellationTokenSource _drain = new(), _stop = new();
    readonly string _name = stage.Descriptor.Name;
    readonly WorkerStates _states = new(status, stage.Workers(services));
    Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.StageStarted();
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_running.IsCompleted) _states.Drain();
        await _drain.CancelAsync();
        if (!await EndsWithinAsync(() => lifetime.TimeToDrain)) StageRunnerLogMessages.DrainCutShort(logger, _name);
        await _stop.CancelAsync();
        if (await EndsWithinAsync(() => TimeToStop)) return;
        lifetime.LeftUnfinished(_name);
        StageRunnerLogMessages.StageLeftRunning(logger, _name, TimeToStop.TotalSeconds);
    }

    public void Dispose()
    {
        _drain.Dispose();
        _stop.Dispose();
    }

    async Task RunAsync()
    {
        var signals = new StageSignals(_drain.Token, _stop.Token);
        var ends = await Task.WhenAll(Enumerable.Range(0, _states.Workers).Select(worker => Task.Run(() => EndsWellAsync(worker, signals))));
        if (!ends.All(isWell => isWell)) return;
        StageRunnerLogMessages.StageDone(logger, _name);
        lifetime.StageDone();
    }

    async Task<bool> EndsWellAsync(int worker, StageSignals signals)
    {
        try
        {
            if (!await Runner(worker).RunAsync(signals)) lifetime.LeftUnfinished(_name);
            return true;
        }
        catch (Exception fault)
        {
            StageRunnerLogMessages.StageFailed(logger, _name, fault.Message);
            lifetime.Fail($"Stage {_name}: {fault.Message}");
            return false;
        }
    }

    WorkerRunner Runner(int worker) =>
        new(_name, () => stage.CreateWorker(services), (state, reason) => _states.Enter(worker, state, reason), metrics, failures, options.Restart, clock,
        logger);

    // Somebody may press Ctrl-C during a drain without a limit: from then on there is one, and its time begins.
    async Task<bool> EndsWithinAsync(Func<TimeSpan> limit)
    {
        var since = clock.GetTimestamp();
        var allowed = limit();
        while (!_running.IsCompleted)
        {
            if (allowed == Timeout.InfiniteTimeSpan) (since, allowed) = (clock.GetTimestamp(), limit());
            if (allowed != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(since) >= allowed) return false;
            await Task.WhenAny(_running, Task.Delay(PollInterval, clock));
        }
        return true;
    }
}
