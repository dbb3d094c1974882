using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Hosting;

/// <summary>Runs one worker of a stage, and starts it again after a failure.</summary>
/// <param name="stage">The stage's name.</param>
/// <param name="create">Makes the worker; called again for every restart.</param>
/// <param name="enter">Told of every state that the worker enters, with a reason where a person would ask for one.</param>
/// <param name="metrics">Counts restarts.</param>
/// <param name="restart">The pauses.</param>
/// <param name="clock">Measures them.</param>
/// <param name="logger">Told of failures.</param>
sealed class WorkerRunner(
    string stage, Func<IStageWorker> create, Action<StageState, string?> enter, StageMetrics metrics, RestartOptions restart, TimeProvider clock, ILogger logger)
{
    long _started;
    int _failuresInARow;
    string? _toldKind;

    /// <summary>Returns when the worker is done, or was stopped before.</summary>
    /// <exception cref="Exception">A fault that no restart heals.</exception>
    public async Task RunAsync(StageSignals signals)
    {
        try
        {
            await Restarts(signals.Stop).ExecuteAsync(async stop => await WorkAsync(signals).ConfigureAwait(false), signals.Stop).ConfigureAwait(false);
            enter(StageState.Done, null);
        }
        catch (Exception fault) when (signals.Stop.IsCancellationRequested && fault is not UnrecoverableException)
        {
            if (fault is not OperationCanceledException) StageRunnerLog.FaultWhileStopping(logger, stage, fault.Message);
            enter(StageState.Done, "stopped before its input was drained");
        }
        catch (Exception fault)
        {
            enter(StageState.Failed, fault.Message);
            throw;
        }
    }

    async Task WorkAsync(StageSignals signals)
    {
        _started = clock.GetTimestamp();
        enter(signals.Drain.IsCancellationRequested ? StageState.Draining : StageState.Running, null);
        await create().RunAsync(signals).ConfigureAwait(false);
    }

    ResiliencePipeline Restarts(CancellationToken stop) => new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(fault => fault is not UnrecoverableException && !stop.IsCancellationRequested),
        MaxRetryAttempts = int.MaxValue,
        DelayGenerator = _ => ValueTask.FromResult<TimeSpan?>(NextPause()),
        OnRetry = retry =>
        {
            metrics.AddRestart();
            enter(StageState.Unhealthy, retry.Outcome.Exception!.Message);
            TellOnce(retry.Outcome.Exception!.Message, retry.RetryDelay);
            StageRunnerLog.StageFault(logger, stage, retry.Outcome.Exception);
            return ValueTask.CompletedTask;
        },
    }).Build();

    // The same fault again and again is one piece of news, also when it names another offset or another number of bytes each time.
    void TellOnce(string fault, TimeSpan pause)
    {
        var kind = string.Concat(fault.Where(letter => !char.IsAsciiDigit(letter)));
        if (kind != _toldKind) StageRunnerLog.StageRestarts(logger, stage, pause.TotalSeconds, fault);
        _toldKind = kind;
    }

    // A worker that has run well for a while begins with the short pause again.
    TimeSpan NextPause()
    {
        var hasRunWell = clock.GetElapsedTime(_started) > restart.LongestPause;
        if (hasRunWell) _toldKind = null;
        _failuresInARow = hasRunWell ? 1 : Math.Min(_failuresInARow + 1, 30);
        return TimeSpan.FromTicks((long)Math.Min(restart.LongestPause.Ticks, restart.FirstPause.Ticks * Math.Pow(2, _failuresInARow - 1)));
    }
}
