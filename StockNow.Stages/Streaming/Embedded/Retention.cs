using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>
/// Forgets old batches now and then, a few at a time so that writers wait for milliseconds only, and not at all when there is nothing to forget.
/// One process does it for all.
/// </summary>
sealed class Retention(string folder, ConsumerGroups groups, EventLogOptions options, Func<CancellationToken, Task<LogFile>> open, TimeProvider clock,
    ILogger logger)
{
    const int BatchesAtOnce = 50, PagesAtOnce = 512;

    readonly HashSet<TopicPartition> _warnedOf = [];

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Retention.CheckInterval, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                using var claim = Claim.TryTake(folder, "retention");
                if (claim is not null) await ForgetAsync(stop);
            }
            catch (Exception fault) when (fault is EventLogException or UnrecoverableException or IOException)
            {
                EmbeddedLogMessages.RetentionFailed(logger, fault.Message);
            }
        }
    }

    /// <summary>Forgets what may go by age, then what may go by size.</summary>
    public async Task ForgetAsync(CancellationToken stop)
    {
        using var log = await open(stop);
        Forget(log, stop);
    }

    /// <summary>The same with an open log.</summary>
    public void Forget(LogFile log, CancellationToken stop)
    {
        var tooOld = (clock.GetUtcNow() - options.Retention.MaxAge).ToUnixTimeMilliseconds();
        var forgotten = 0;
        var unread = new Dictionary<TopicPartition, (long From, long To, string Remedy)>();
        try
        {
            foreach (var partition in log.AllPartitions())
                while (!stop.IsCancellationRequested && Cut(log, partition, tooOld) is { } cut && Apply(cut, "give EventLog:Retention:MaxAge more time")) { }

            if (options.Retention.MaxSize is { } size)
                while (!stop.IsCancellationRequested && log.UsedBytes() > size.Bytes && OldestCut(log) is { } cut
                    && Apply(cut, "raise EventLog:Retention:MaxSize"))
                {

                }
        }
        finally
        {
            if (forgotten > 0) EmbeddedLogMessages.BatchesForgotten(logger, forgotten, folder);
            foreach (var (partition, (from, to, remedy)) in unread)
                if (_warnedOf.Add(partition)) EmbeddedLogMessages.UnreadRemoved(logger, from, to - 1, partition, remedy);
        }

        bool Apply(RetentionCut cut, string remedy)
        {
            if (!log.Remove(cut.Partition, cut.To)) return false;
            forgotten += cut.Batches;
            if (cut.IsUnread) unread[cut.Partition] = (unread.TryGetValue(cut.Partition, out var before) ? before.From : cut.From, cut.To, remedy);
            log.Shrink(PagesAtOnce);
            return true;
        }
    }

    RetentionCut? OldestCut(LogFile log) =>
        log.AllPartitions().Select(partition => Cut(log, partition, long.MaxValue)).Where(cut => cut is not null).MinBy(cut => cut!.Value.OldestAt);

    // From the start on: batches that are old enough, read by every group that has ever held the partition, and not the newest, which carries the next offset.
    RetentionCut? Cut(LogFile log, TopicPartition partition, long appendedBefore)
    {
        var batches = log.Oldest(partition, BatchesAtOnce + 1);
        if (batches.Count < 2 || batches[0].AppendedAt >= appendedBefore) return null;
        var read = log.LowestCommitted(partition);
        var count = batches.SkipLast(1).TakeWhile(batch => batch.AppendedAt < appendedBefore && batch.End <= (read ?? long.MaxValue)).Count();
        var isUnread = read is null && groups.All.Any(group => group.Topic == partition.Topic);
        return count == 0 ? null : new RetentionCut(partition, batches[0].Offset, batches[count - 1].End, count, batches[0].AppendedAt, isUnread);
    }

    // Unread: a stage reads the topic, but none has ever read this partition.
    readonly record struct RetentionCut(TopicPartition Partition, long From, long To, int Batches, long OldestAt, bool IsUnread);
}
