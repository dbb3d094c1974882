using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Commands;

/// <summary>Counts what a bounded run came to.</summary>
internal static class TotalsCount
{
    public static async Task<Totals> OfAsync(IServiceProvider services, CancellationToken stop)
    {
        var log = services.GetRequiredService<IEventLogInspector>();
        var files = await services.GetRequiredService<IPublishedFiles>().ListAsync(stop);
        var inAll = new RecordCounts(
            await log.CountAsync(TopicNames.Input, stop), await log.CountAsync(TopicNames.Alerts, stop), await log.CountAsync(TopicNames.MissingProducts, stop),
            files.Sum(file => file.Rows), await log.CountAsync(TopicNames.DeadLetters, stop));
        var deadLetters = Of(StageNames.AlertFilter).Dropped(DropReason.Malformed) + Of(StageNames.AlertHandler).Dropped(DropReason.Malformed);
        return new Totals(inAll, new RecordCounts(
            Of(StageNames.Simulator).Sent, Of(StageNames.AlertFilter).Sent, Of(StageNames.AlertHandler).Sent, Of(StageNames.Storage).Sent, deadLetters));

        StageMetrics Of(string stage) => services.GetRequiredKeyedService<StageMetrics>(stage);
    }
}
