using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>When a partition is assigned: finds the head of its chain, finishes the range that it claims, and says where reading begins.</summary>
sealed class RangeRecovery(StorageIdentity identity, ILakeStore lake, RangeCompletion completion, IEventLogInspector log, TimeProvider time, ILogger logger)
{
    /// <param name="partition">The partition.</param>
    /// <param name="committed">The group's offset: a hint only.</param>
    /// <param name="start">The first offset that the event log holds.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The offset at which the next range begins; it may lie before <paramref name="start"/>.</returns>
    /// <exception cref="UnrecoverableException">The lake and the event log contradict each other.</exception>
    public async Task<long> RecoverAsync(TopicPartition partition, long? committed, long start, CancellationToken stop)
    {
        var chain = new IntentLog(lake, identity.Cluster, partition);
        // A lake that knows nothing of the partition gets all that the log still holds, whatever another lake was given before.
        var genesis = await chain.BeginAsync(new Genesis(identity.Writer, start, time.GetUtcNow()), stop);
        var head = await chain.HeadAsync(committed, stop);
        if (head is not null) await completion.CompleteAsync(head, stop);
        var next = head?.End + 1 ?? genesis.Start;
        await CheckLogReachesAsync(partition, next, stop);
        if (committed < next) logger.GroupOffsetIgnored(partition.Topic, partition.Partition, committed.Value, next);
        if (next < start) logger.OffsetsLost(partition.Topic, partition.Partition, next, start - 1);
        return next;
    }

    // Offsets given out a second time would be taken for those that are stored already.
    async Task CheckLogReachesAsync(TopicPartition partition, long next, CancellationToken stop)
    {
        var state = (await log.DescribeAsync(partition.Topic, stop)).FirstOrDefault(state => state.Partition == partition);
        if (state is not null && state.End < next)
            throw new UnrecoverableException($"The lake holds {partition} up to offset {next - 1}, but the event log ends at {state.End - 1}: it was truncated or brought back from an older "
                + "backup, and would give its offsets out again. Bring back a newer backup, or begin a new data folder.");
    }
}
