using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>Compares a chain with its event log before a writer resumes: where the chain begins, and whether offsets were lost between the two.</summary>
sealed class ChainStart(WriterIdentity identity, ILakeStore store, IRangeSource source, TimeProvider time, ILogger logger)
{
    /// <summary>The beginning of a chain. A lake that has none of the partition gets all that the log still holds, whatever another lake got before.</summary>
    public async Task<Genesis> FindOrBeginAsync(IntentChain chain, long? committed, long start, CancellationToken stop)
    {
        if (await chain.GenesisAsync(stop) is { } there) return there;
        var partition = chain.Id.Partition;
        var mine = new Genesis(identity.Writer, start, time.GetUtcNow(), committed);
        var genesis = await chain.BeginAsync(mine, stop);
        if (!ReferenceEquals(genesis, mine)) return genesis;
        if (committed > start) logger.LakeIsNew(partition.Topic, partition.Partition, committed.Value, start);
        await foreach (var other in IntentChains.FindAsync(store, stop))
            if (other.Partition == partition && other.Cluster != identity.EventLog) await WarnOfAsync(other, stop);
        return genesis;
    }

    /// <summary>Compares the end of the chain with the offsets of the event log.</summary>
    /// <returns>If offsets from <paramref name="next"/> on are lost, the first one that is not; otherwise 0.</returns>
    /// <exception cref="UnrecoverableException">The event log ends before the chain does.</exception>
    public async Task<long> FirstHeldAsync(TopicPartition partition, Intent? newest, long next, long? committed, long start, CancellationToken stop)
    {
        // Offsets that are given out a second time would be taken for those that are stored already.
        if (await source.HeldAsync(partition, stop) is { } held && held.End < next)
            throw new UnrecoverableException($"The lake holds {partition} up to offset {next - 1}, but the event log ends at {held.End - 1}: it was truncated "
                + "or restored from an older "
                + "backup, and would assign the same offsets again. Restore a newer backup, or begin a new data folder.");
        if (committed < next) logger.GroupOffsetIgnored(partition.Topic, partition.Partition, committed.Value, next);
        if (newest is not null && committed > next + TransactionMarkers.MostAtEnd)
            logger.LakeEndsBeforeCommitted(partition.Topic, partition.Partition, next, committed.Value);
        if (!AreLost(newest, next, committed, start)) return 0;
        logger.OffsetsLost(partition.Topic, partition.Partition, next, start - 1);
        return start;
    }

    // Unless the committed offset says that records were not handled, a few missing offsets after the last range were markers.
    static bool AreLost(Intent? newest, long next, long? committed, long start) =>
        next < start && (newest is null || committed < start || start - next > TransactionMarkers.MostAtEnd);

    async Task WarnOfAsync(ChainId other, CancellationToken stop)
    {
        var chain = new IntentChain(store, other);
        if (await chain.GenesisAsync(stop) is not { } genesis) return;
        var rows = 0L;
        await foreach (var intent in IntentChains.LeapAsync(chain, genesis.Start, damaged: null, stop)) rows += intent.Records - intent.Malformed;
        if (rows > 0) logger.LakeHoldsAnotherLog(other.Partition.Topic, other.Partition.Partition, rows, other.Cluster);
    }
}
