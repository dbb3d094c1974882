using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.AlertFilter;

/// <summary>The filter's loop.</summary>
sealed class AlertFilterWorker(
    IEventLog log, AlertFilterOptions options, PipelineOptions pipeline, ContradictedFlags contradicted,
    [FromKeyedServices(StageNames.AlertFilter)] StageMetrics metrics, [FromKeyedServices(StageNames.AlertFilter)] RecordFailures failures) : IStageWorker
{
    public Task RunAsync(StageSignals signals)
    {
        var processor = new AlertFilterProcessor(options.AlertRule, pipeline.ReadingLimits, metrics, contradicted);
        return ProcessingLoop.RunAsync(log, GroupNames.AlertFilter, TopicNames.Input, AlertFilterStage.Outputs, processor, signals, failures);
    }
}
