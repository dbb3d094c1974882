using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.AlertFilter;

/// <summary>The filter's loop.</summary>
sealed class AlertFilterWorker(
    IEventLog log, AlertFilterOptions options, PipelineOptions pipeline, [FromKeyedServices(StageNames.AlertFilter)] StageMetrics metrics) : IStageWorker
{
    public Task RunAsync(StageSignals signals) =>
        ProcessingLoop.RunAsync(log, GroupNames.AlertFilter, TopicNames.Input, AlertFilterStage.Outputs, new AlertFilterProcessor(options.AlertRule, pipeline.MaxReadingBytes, metrics), signals);
}
