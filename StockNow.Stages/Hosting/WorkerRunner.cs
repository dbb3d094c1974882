using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Hosting;

/// <summary>Runs one worker of a stage, and starts it again after a failure.</summary>
/// <param name="stage">The stage's name.</param>
/// <param name="create">Makes the worker; called again for every restart.</param>
/// <param name="enter">Is notified of every state that the worker enters, with a reason where a person would ask for one.</param>
/// <param name="metrics">Counts restarts.</param>
/// <param name="failures">The records that the stage has failed on.</param>
/// <param name="restart">The pauses.</param>
/// <param name="clock">Measures them.</param>
/// <param name="logger">Logs failures.</param>
sealed class WorkerRunner(
    string stage, Func<IStageWorker> create, Action<StageState, string?> enter, StageMetrics metrics, RecordFailures failures, RestartOptions restart,
    TimeProvider clock, ILogger logger)
{
    long _started;
    int _failuresInARow;
    string? _reportedKind;

    /// <summary>Returns when the worker is done, or was stopped before.</summary>
    /// <returns>Whether it is done.</returns>
    /// <exception cref="Exception">A fault that no restart heals.</exception>
    public async Task<bool> RunAsync(StageSignals signals)
    {
        try
        {
            await Restarts(signals.Stop).ExecuteAsync(async stop => await WorkAsync(signals), signals.Stop);
            if (!signals.Stop.IsCancellationRequested)
            {
                enter(StageState.Done, null);
                return true;
            }
        }
        catch (Exception fault) when (signals.Stop.IsCancellationRequested && fault is not UnrecoverableException)
        {
            if (fault is not OperationCanceledException) StageRunnerLogMessages.FaultWhileStopping(logger, stage, fault.Message);
        }
        catch (Exception fault)
        {
            enter(StageState.Failed, fault.Message);
            throw;
        }
        enter(StageState.Done, "stopped before its input was drained");
        return false;
    }

    async Task WorkAsync(StageSignals signals)
    {
        _started = clock.GetTimestamp();
        enter(signals.Drain.IsCancellationRequested ? StageState.Draining : StageState.Running, null);
        await create().RunAsync(signals);
    }

    ResiliencePipeline Restarts(CancellationToken stop) => new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(fault => fault is not UnrecoverableException && !stop.IsCancellationRequested),
        MaxRetryAttempts = int.MaxValue,
        DelayGenerator = _ => ValueTask.FromResult<TimeSpan?>(NextPause()),
        OnRetry = retry =>
        {
            if (retry.Outcome.Exception is StandsByException other) return StandBy(other);
            metrics.AddRestart();
            enter(StageState.Unhealthy, retry.Outcome.Exception!.Message);
            Tell(retry.Outcome.Exception!, retry.RetryDelay);
            StageRunnerLogMessages.StageFault(logger, stage, retry.Outcome.Exception);
            return ValueTask.CompletedTask;
        },
    }).Build();

    // Nothing has failed: another process does the work.
    ValueTask StandBy(StandsByException other)
    {
        enter(StageState.Standby, other.Message);
        if (other.Message != _reportedKind) StageRunnerLogMessages.StageStandsBy(logger, stage, other.Message);
        _reportedKind = other.Message;
        return ValueTask.CompletedTask;
    }

    // The same fault again and again is one piece of news, also when it names another number of bytes each time. A fault on another record is another one.
    void Tell(Exception fault, TimeSpan pause)
    {
        var record = fault as RecordException;
        var place = record?.Partition is { } partition ? $"{partition}@{record.Offset}" : "";
        var kind = place + string.Concat(fault.Message.Where(letter => !char.IsAsciiDigit(letter)));
        if (kind != _reportedKind) StageRunnerLogMessages.StageRestarts(logger, stage, pause.TotalSeconds, fault.Message);
        _reportedKind = kind;
        if (record is null || !failures.Add(record)) return;
        StageRunnerLogMessages.RecordGivenUp(logger, stage, restart.RecordFailures, place, record.Fault);
        _failuresInARow = 0; // the next fault is another record's
    }

    // A worker that has run well for a while begins with the short pause again.
    TimeSpan NextPause()
    {
        var hasRunWell = clock.GetElapsedTime(_started) > restart.LongestPause;
        if (hasRunWell) _reportedKind = null;
        _failuresInARow = hasRunWell ? 1 : Math.Min(_failuresInARow + 1, 30);
        return TimeSpan.FromTicks((long)Math.Min(restart.LongestPause.Ticks, restart.FirstPause.Ticks * Math.Pow(2, _failuresInARow - 1)));
    }
}
