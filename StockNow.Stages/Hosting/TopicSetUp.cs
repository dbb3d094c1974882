using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>Makes the topics of the enabled stages before any of them starts. A fault that passes, as of a broker that is just being replaced, is waited out for some seconds.</summary>
sealed class TopicSetUp(StageCatalog catalog, RunPlan plan, IEventLog log, PipelineOptions options, TimeProvider clock, ILogger<TopicSetUp> logger) : IHostedService
{
    const int Retries = 6;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var topics = new StageGraph([.. plan.Stages.Select(stage => catalog[stage].Descriptor)]).Topics();
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
                if (retry.AttemptNumber == 0) StageRunnerLog.TopicsNotMadeYet(logger, retry.Outcome.Exception!.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
        await retries.ExecuteAsync(async stop => await log.EnsureTopicsAsync(topics, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
