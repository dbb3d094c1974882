using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Health;

/// <summary>
/// Asks the event log every few seconds for the lag of each partition, which also shows whether the log is reachable; and now and then for its warnings.
/// </summary>
internal sealed class EventLogWatch(RunPlan plan, StageCatalog catalog, LagSource lag, IEventLog log, IHostApplicationLifetime application, TimeProvider clock,
    ILogger<EventLogWatch> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(5), WarningInterval = TimeSpan.FromSeconds(30);

    readonly bool _isUsed = plan.Stages.Select(stage => catalog[stage].Descriptor).SelectMany(stage => stage.Reads.Concat(stage.Writes))
        .Intersect(TopicNames.All).Any();
    volatile EventLogHealth? _health;
    volatile IReadOnlyList<PartitionLag> _lags = [];
    volatile IReadOnlyList<string> _warnings = [];
    Task<IReadOnlyList<PartitionLag>>? _question;
    Task? _warningQuestion;
    long _asked, _warningsAsked;
    long _beat = clock.GetTimestamp();

    /// <summary>Whether it answers; null when no stage uses it, or before the first look.</summary>
    public EventLogHealth? Health => _health;

    /// <summary>The lag of the groups of this process; empty while it is not known.</summary>
    public IReadOnlyList<PartitionLag> Lags => _lags;

    /// <summary>What an operator must look at.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Time since this watch last came to its work: long when the process no longer gets to anything.</summary>
    public TimeSpan SinceBeat => clock.GetElapsedTime(Interlocked.Read(ref _beat));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try { await WatchAsync(stoppingToken); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
        catch (Exception fault)
        {
            HealthLogMessages.WatchEnded(logger, fault.Message);
        }
    }

    async Task WatchAsync(CancellationToken stop)
    {
        // The first contact is the stages' own: a second one beside it would only make it longer.
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            Interlocked.Exchange(ref _beat, clock.GetTimestamp());
            if (!_isUsed || !application.ApplicationStarted.IsCancellationRequested) continue;
            await LookAsync(stop);
            if (_warningQuestion is null || _warningQuestion.IsCompleted && clock.GetElapsedTime(_warningsAsked) >= WarningInterval)
                (_warningsAsked, _warningQuestion) = (clock.GetTimestamp(), LookForWarningsAsync(stop)); // takes as long as a transaction may last
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    // A question without an answer is waited for, not asked again: it holds a thread.
    async Task LookAsync(CancellationToken stop)
    {
        if (_question is null) _asked = clock.GetTimestamp();
        var question = _question ??= AskAsync(stop);
        try
        {
            _lags = await question.WaitAsync(Timeout, clock, stop);
            (_health, _question) = (EventLogHealth.Fine, null);
        }
        catch (TimeoutException) when (!question.IsCompleted)
        {
            _lags = [];
            _health = new EventLogHealth(false, $"{log.Description} has not answered for {clock.GetElapsedTime(_asked).TotalSeconds:0} s.");
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            (_lags, _question) = ([], null);
            // Our own faults say who; those of a client, such as "The operation has timed out", do not.
            _health = new EventLogHealth(false, fault is EventLogException or UnrecoverableException
                ? fault.Message : $"{log.Description} cannot be asked: {fault.Message}");
        }
    }

    async Task<IReadOnlyList<PartitionLag>> AskAsync(CancellationToken stop)
    {
        var lags = await lag.LagByPartitionAsync(stop);
        if (lags.Count == 0) await log.DescribeAsync(TopicNames.Input, stop); // a process that reads nothing must reach it all the same
        return lags;
    }

    async Task LookForWarningsAsync(CancellationToken stop)
    {
        try { _warnings = await log.WarningsAsync(stop); }
        catch (UnrecoverableException fault) { _warnings = [fault.Message]; }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // That it does not answer is what the look at the lag tells.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process ends.
        }
    }
}
