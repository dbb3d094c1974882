using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Commands;

/// <summary>Counts what a bounded run came to.</summary>
internal static class TotalsCount
{
    public static async Task<RunTotals> OfAsync(Setup setup, IServiceProvider services, CancellationToken stop)
    {
        var log = services.GetRequiredService<IEventLogInspector>();
        // A process without the lake does not look for one.
        long? rows = setup.UsesLake ? (await services.GetRequiredService<IPublishedFiles>().ListAsync(stop)).Sum(file => file.Rows) : null;
        var inAll = new RecordCounts(
            await log.CountAsync(TopicNames.Input, stop), await log.CountAsync(TopicNames.Alerts, stop), await log.CountAsync(TopicNames.MissingProducts, stop),
            rows, await log.CountAsync(TopicNames.DeadLetters, stop));
        return new RunTotals(inAll, new RecordCounts(
            Of(StageNames.Simulator).Sent, Of(StageNames.AlertFilter).Sent, Of(StageNames.AlertHandler).Sent, rows is null ? null : Of(StageNames.Storage).Sent,
            DeadLettersOf(services)));

        StageMetrics Of(string stage) => MetricsOf(services, stage);
    }

    /// <summary>How many records this run has sent to the dead letters.</summary>
    public static long DeadLettersOf(IServiceProvider services) => new[] { StageNames.AlertFilter, StageNames.AlertHandler }
        .Select(stage => MetricsOf(services, stage))
        .Sum(stage => stage.DeadLetters);

    static StageMetrics MetricsOf(IServiceProvider services, string stage) => services.GetRequiredKeyedService<StageMetrics>(stage);
}
