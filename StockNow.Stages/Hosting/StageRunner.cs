using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Hosting;

/// <summary>Runs one stage as a hosted service: starts its worker again after a failure, and ends it in order.</summary>
sealed class StageRunner(
    IStage stage, IServiceProvider services, StageStatus status, StageMetrics metrics, PipelineOptions options, PipelineLifetime lifetime,
    TimeProvider clock, ILogger<StageRunner> logger) : IHostedService, IDisposable
{
    static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    readonly CancellationTokenSource _drain = new(), _stop = new();
    readonly string _name = stage.Descriptor.Name;
    Task _running = Task.CompletedTask;
    long _started;
    int _failuresInARow;
    string? _toldFault;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.StageStarted();
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_running.IsCompleted) status.Enter(StageState.Draining);
        await _drain.CancelAsync().ConfigureAwait(false);
        if (!await EndsWithinAsync(() => lifetime.TimeToDrain).ConfigureAwait(false)) StageRunnerLog.DrainCutShort(logger, _name);
        await _stop.CancelAsync().ConfigureAwait(false);
        if (!await EndsWithinAsync(() => TimeToStop).ConfigureAwait(false)) StageRunnerLog.StageLeftRunning(logger, _name, TimeToStop);
    }

    public void Dispose()
    {
        _drain.Dispose();
        _stop.Dispose();
    }

    async Task RunAsync()
    {
        try
        {
            await Restarts().ExecuteAsync(async stop => await WorkAsync().ConfigureAwait(false), _stop.Token).ConfigureAwait(false);
            status.Enter(StageState.Done);
            StageRunnerLog.StageDone(logger, _name);
            lifetime.StageDone();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            status.Enter(StageState.Done, "stopped before its input was drained");
            lifetime.StageDone();
        }
        catch (Exception fault)
        {
            status.Enter(StageState.Failed, fault.Message);
            StageRunnerLog.StageFailed(logger, _name, fault.Message);
            lifetime.Fail($"Stage {_name}: {fault.Message}");
        }
    }

    async Task WorkAsync()
    {
        _started = clock.GetTimestamp();
        status.Enter(_drain.IsCancellationRequested ? StageState.Draining : StageState.Running);
        await stage.CreateWorker(services).RunAsync(new StageSignals(_drain.Token, _stop.Token)).ConfigureAwait(false);
    }

    ResiliencePipeline Restarts() => new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(fault => fault is not UnrecoverableException && !_stop.IsCancellationRequested),
        MaxRetryAttempts = int.MaxValue,
        DelayGenerator = _ => ValueTask.FromResult<TimeSpan?>(NextPause()),
        OnRetry = retry =>
        {
            metrics.AddRestart();
            status.Enter(StageState.Unhealthy, retry.Outcome.Exception!.Message);
            TellOnce(retry.Outcome.Exception!.Message, retry.RetryDelay);
            StageRunnerLog.StageFault(logger, _name, retry.Outcome.Exception);
            return ValueTask.CompletedTask;
        },
    }).Build();

    // The same fault again and again is one piece of news.
    void TellOnce(string fault, TimeSpan pause)
    {
        if (fault != _toldFault) StageRunnerLog.StageRestarts(logger, _name, pause.TotalSeconds, fault);
        _toldFault = fault;
    }

    // A stage that has run well for a while begins with the short pause again.
    TimeSpan NextPause()
    {
        var restart = options.Restart;
        var hasRunWell = clock.GetElapsedTime(_started) > restart.LongestPause;
        if (hasRunWell) _toldFault = null;
        _failuresInARow = hasRunWell ? 1 : Math.Min(_failuresInARow + 1, 30);
        return TimeSpan.FromTicks((long)Math.Min(restart.LongestPause.Ticks, restart.FirstPause.Ticks * Math.Pow(2, _failuresInARow - 1)));
    }

    // Somebody may press Ctrl-C during a drain without a limit: from then on there is one, and its time begins.
    async Task<bool> EndsWithinAsync(Func<TimeSpan> limit)
    {
        var since = clock.GetTimestamp();
        var allowed = limit();
        while (!_running.IsCompleted)
        {
            if (allowed == Timeout.InfiniteTimeSpan) (since, allowed) = (clock.GetTimestamp(), limit());
            if (allowed != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(since) >= allowed) return false;
            await Task.WhenAny(_running, Task.Delay(PollInterval, clock)).ConfigureAwait(false);
        }
        return true;
    }
}
