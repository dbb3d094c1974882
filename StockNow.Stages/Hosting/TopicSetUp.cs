using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>
/// Makes the topics of the enabled stages before any of them starts. A fault that passes, as of a broker that is just being replaced, is waited out for some
/// seconds.
/// </summary>
sealed class TopicSetUp(StageCatalog catalog, RunPlan plan, IEventLog log, PipelineOptions options, TimeProvider clock, ILogger<TopicSetUp> logger)
    : IHostedService
{
    const int Retries = 6;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var graph = catalog.GraphOf(plan.Stages);
        var topics = graph.Topics();
        if (topics.Count == 0) return;
        var retries = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<EventLogException>(),
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = options.Restart.FirstPause,
            MaxDelay = options.Restart.LongestPause,
            OnRetry = retry =>
            {
                if (retry.AttemptNumber == 0) StageRunnerLogMessages.TopicsNotMadeYet(logger, retry.Outcome.Exception!.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
        await retries.ExecuteAsync(async stop => await log.EnsureTopicsAsync(topics, stop), cancellationToken);
        var advice = await retries.ExecuteAsync(async stop => await log.AdviceAsync(graph.LogUse(), stop), cancellationToken);
        foreach (var one in advice) StageRunnerLogMessages.Advice(logger, one);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
