using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Health;

/// <summary>Tells at any moment, without asking anybody, how this process is doing.</summary>
internal sealed class PipelineHealth(RunPlan plan, IServiceProvider services, EventLogWatch watch)
{
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    readonly IReadOnlyList<StageStatus> _stages = [.. plan.Stages.Select(stage => services.GetRequiredKeyedService<StageStatus>(stage))];

    /// <summary>Each stage's state.</summary>
    public IReadOnlyList<StageStatus> Stages => _stages;

    /// <summary>The lag of each partition; empty while it is not known.</summary>
    public IReadOnlyList<PartitionLag> Lags => watch.Lags;

    /// <summary>Why the process should be ended and started again, or null. Never for what is outside of it: starting again brings no broker back.</summary>
    public string? DeadBecause()
    {
        if (watch.SinceBeat > LongestPause) return $"the process has not come to its work for {watch.SinceBeat.TotalSeconds:0} s";
        var failed = _stages.FirstOrDefault(stage => stage.Now.State == StageState.Failed);
        return failed is null ? null : $"{failed.Stage}: {failed.Now.Reason}";
    }

    /// <summary>Whether the process does its work, and why not.</summary>
    public HealthReport Report()
    {
        var lags = watch.Lags.GroupBy(lag => lag.Stage).ToDictionary(stage => stage.Key, stage => stage.Sum(lag => lag.Records));
        return HealthReport.Of(
            _stages.Select(stage => (stage.Stage, stage.Now, lags.TryGetValue(stage.Stage, out var lag) ? lag : (long?)null)), watch.Health, watch.Warnings);
    }
}
