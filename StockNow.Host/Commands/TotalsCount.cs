using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Commands;

/// <summary>Counts what a bounded run has made: the output of every stage, and the dead letters.</summary>
/// <param name="stages">All stages.</param>
/// <param name="services">The event log, the table and the counters of the stages.</param>
internal sealed class TotalsCount(StageCatalog stages, IServiceProvider services)
{
    /// <summary>The totals in the order in which data flows.</summary>
    /// <param name="usesLake">Whether the process uses the lake; otherwise it does not look for one.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<RunTotals> CountAsync(bool usesLake, CancellationToken stop)
    {
        var log = services.GetRequiredService<IEventLogInspector>();
        var lines = new List<RecordCount>();
        foreach (var stage in stages.Stages.Select(stage => stage.Descriptor).Where(stage => stage.Output is not null))
        {
            if (stage.Writes.FirstOrDefault(IsOutput) is { } topic)
                lines.Add(new RecordCount($"{stage.Output}s", await log.CountAsync(topic, stop), MetricsOf(stage).Sent));
            else if (usesLake) lines.Add(new RecordCount($"{stage.Output}s_stored", await RowsAsync(stop), MetricsOf(stage).Sent));
        }
        lines.Add(new RecordCount("dead_letters", await log.CountAsync(TopicNames.DeadLetters, stop), DeadLettersOfThisRun()));
        return new RunTotals(lines);
    }

    /// <summary>How many records this run has sent to the dead letters.</summary>
    public long DeadLettersOfThisRun() =>
        stages.Stages.Select(stage => stage.Descriptor).Where(stage => stage.Writes.Contains(TopicNames.DeadLetters))
        .Sum(stage => MetricsOf(stage).DeadLetters);

    async Task<long> RowsAsync(CancellationToken stop) => (await services.GetRequiredService<IPublishedFiles>().ListAsync(stop)).Sum(file => file.Rows);

    static bool IsOutput(string place) => Resources.IsTopic(place) && place != TopicNames.DeadLetters;

    StageMetrics MetricsOf(StageDescriptor stage) => services.GetRequiredKeyedService<StageMetrics>(stage.Name);
}
