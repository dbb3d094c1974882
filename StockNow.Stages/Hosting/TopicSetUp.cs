using Microsoft.Extensions.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>Makes the topics of the enabled stages before any of them starts.</summary>
sealed class TopicSetUp(StageCatalog catalog, RunPlan plan, IEventLog log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var topics = new StageGraph([.. plan.Stages.Select(stage => catalog[stage].Descriptor)]).Topics();
        return topics.Count == 0 ? Task.CompletedTask : log.EnsureTopicsAsync(topics, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
