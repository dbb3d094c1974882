using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.AlertHandler;

/// <summary>The handler's loop.</summary>
sealed class AlertHandlerWorker(
    IEventLog log, AlertHandlerOptions options, PipelineOptions pipeline, RecentReports recent,
    [FromKeyedServices(StageNames.AlertHandler)] StageMetrics metrics, [FromKeyedServices(StageNames.AlertHandler)] RecordFailures failures) : IStageWorker
{
    public async Task RunAsync(StageSignals signals)
    {
        using var processor = new AlertHandlerProcessor(options, pipeline.ReadingLimits, recent, metrics);
        await ProcessingLoop.RunAsync(log, GroupNames.AlertHandler, TopicNames.Alerts, AlertHandlerStage.Outputs, processor, signals, failures);
    }
}
