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
            await RecordsAsync(TopicNames.Input), await RecordsAsync(TopicNames.Alerts), await RecordsAsync(TopicNames.MissingProducts),
            files.Sum(file => file.Rows), await RecordsAsync(TopicNames.DeadLetters));
        var deadLetters = Of(StageNames.AlertFilter).Dropped(DropReason.Malformed) + Of(StageNames.AlertHandler).Dropped(DropReason.Malformed);
        return new Totals(inAll, new RecordCounts(
            Of(StageNames.Simulator).Sent, Of(StageNames.AlertFilter).Sent, Of(StageNames.AlertHandler).Sent, Of(StageNames.Storage).Sent, deadLetters));

        // Offsets count from 0 without gaps, so the next one is the number of records ever written.
        async Task<long> RecordsAsync(string topic) => (await log.DescribeAsync(topic, stop)).Sum(partition => partition.End);

        StageMetrics Of(string stage) => services.GetRequiredKeyedService<StageMetrics>(stage);
    }
}
