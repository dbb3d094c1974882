using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>When a partition is assigned: finds the head of its chain, finishes the range that it claims, and says where reading begins.</summary>
sealed class RangeRecovery(StorageIdentity identity, ILakeStore lake, RangeCompletion completion, IEventLogInspector log, TimeProvider time, ILogger logger)
{
    // After the last record of a partition lie markers of transactions. The group's offset passes over them, a range never ends with one.
    internal const int MostMarkers = 16;

    /// <param name="partition">The partition.</param>
    /// <param name="committed">The group's offset: a hint only.</param>
    /// <param name="start">The first offset that the event log holds.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="UnrecoverableException">The lake and the event log contradict each other, or the lake's log is damaged.</exception>
    public async Task<Recovered> RecoverAsync(TopicPartition partition, long? committed, long start, CancellationToken stop)
    {
        var chain = new IntentChain(lake, identity.Cluster, partition);
        var genesis = await chain.GenesisAsync(stop) ?? await BeginAsync(chain, partition, committed, start, stop);
        var head = await chain.HeadAsync(committed, stop);
        if (head is not null) await completion.CompleteAsync(head, stop);
        var next = head?.End + 1 ?? genesis.Start;
        await CheckLogReachesAsync(partition, next, stop);
        if (committed < next) logger.GroupOffsetIgnored(partition.Topic, partition.Partition, committed.Value, next);
        if (head is not null && committed > next + MostMarkers) logger.LakeEndsBeforeCommitted(partition.Topic, partition.Partition, next, committed.Value);
        if (!AreLost(head, next, committed, start)) return new Recovered(next, HeldFrom: 0);
        logger.OffsetsLost(partition.Topic, partition.Partition, next, start - 1);
        return new Recovered(next, HeldFrom: start);
    }

    // A lake that knows nothing of the partition gets all that the log still holds, whatever another lake was given before.
    async Task<Genesis> BeginAsync(IntentChain chain, TopicPartition partition, long? committed, long start, CancellationToken stop)
    {
        var mine = new Genesis(identity.Writer, start, time.GetUtcNow(), committed);
        var genesis = await chain.BeginAsync(mine, stop);
        if (!ReferenceEquals(genesis, mine)) return genesis;
        if (committed > start) logger.LakeIsNew(partition.Topic, partition.Partition, committed.Value, start);
        await foreach (var other in IntentChains.FindAsync(lake, stop))
            if (other.Partition == partition && other.Cluster != identity.Cluster) await WarnOfAsync(other, stop);
        return genesis;
    }

    async Task WarnOfAsync(ChainId other, CancellationToken stop)
    {
        var chain = new IntentChain(lake, other.Cluster, other.Partition);
        if (await chain.GenesisAsync(stop) is not { } genesis) return;
        var rows = 0L;
        await foreach (var intent in IntentChains.LeapAsync(chain, genesis.Start, damaged: null, stop)) rows += intent.Records - intent.Malformed;
        if (rows > 0) logger.LakeHoldsAnotherLog(other.Partition.Topic, other.Partition.Partition, rows, other.Cluster);
    }

    // Unless the group's offset says that something was not handled, a few offsets that are gone after the last range were markers.
    static bool AreLost(Intent? head, long next, long? committed, long start) => next < start && (head is null || committed < start || start - next > MostMarkers);

    // Offsets given out a second time would be taken for those that are stored already.
    async Task CheckLogReachesAsync(TopicPartition partition, long next, CancellationToken stop)
    {
        var state = (await log.DescribeAsync(partition.Topic, stop)).FirstOrDefault(state => state.Partition == partition);
        if (state is not null && state.End < next)
            throw new UnrecoverableException($"The lake holds {partition} up to offset {next - 1}, but the event log ends at {state.End - 1}: it was truncated or brought back from an older "
                + "backup, and would give its offsets out again. Bring back a newer backup, or begin a new data folder.");
    }
}

/// <summary>What a recovery found.</summary>
/// <param name="Next">The offset at which the next range begins; the event log may begin after it.</param>
/// <param name="HeldFrom">When offsets from <paramref name="Next"/> on are lost, the first that is not; otherwise 0.</param>
readonly record struct Recovered(long Next, long HeldFrom);
