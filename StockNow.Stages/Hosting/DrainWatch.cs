using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>Ends a bounded run: with the simulator when it has nothing more to send, without it when the input has been quiet for a while.</summary>
sealed class DrainWatch(
    RunPlan plan, StageCatalog catalog, IServiceProvider services, IEventLog log, ILagSource lag, PipelineOptions options, PipelineLifetime lifetime,
    TimeProvider clock) : BackgroundService
{
    static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    long? _end;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try { await WatchAsync(stoppingToken); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (Exception fault)
        {
            if (!stoppingToken.IsCancellationRequested)
                lifetime.Fail("Whether this run has handled all of its input could not be watched, so it was ended; the stages resume from their last "
                    + $"commits at the next start: {fault.Message}");
        }
    }

    async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        var quietSince = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (plan.Has(StageNames.Simulator))
            {
                if (StatusOf(StageNames.Simulator) != StageState.Done) continue;
                lifetime.EndDrained();
                return;
            }
            if (await IsBusyAsync(stoppingToken)) quietSince = clock.GetTimestamp();
            if (clock.GetElapsedTime(quietSince) < options.Drain.Quiet) continue;
            lifetime.EndDrained();
            return;
        }
    }

    StageState StatusOf(string stage) => services.GetRequiredKeyedService<StageStatus>(stage).Now.State;

    async Task<bool> IsBusyAsync(CancellationToken stop)
    {
        try
        {
            var before = _end;
            _end = await EndOfInputsAsync(stop);
            return _end != before || await HasLagAsync(stop);
        }
        catch (EventLogException)
        {
            return true; // away for a moment, which the stages tell; whether all is handled is not known
        }
    }

    async Task<long> EndOfInputsAsync(CancellationToken stop)
    {
        var end = 0L;
        foreach (var topic in plan.Stages.SelectMany(stage => catalog[stage].Descriptor.Reads).Distinct())
            end += (await log.DescribeAsync(topic, stop)).Sum(partition => partition.End);
        return end;
    }

    // What storage holds in memory is no lag of its input: it is flushed when the stage is drained.
    async Task<bool> HasLagAsync(CancellationToken stop) =>
        (await lag.LagByStageAsync(stop)).Any(stage => stage.Key != StageNames.Storage && stage.Value > 0);
}
