using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Audit;

/// <summary>The offsets that the lake's files hold of one event log, gathered while the files are verified.</summary>
sealed class StoredOffsets(string cluster)
{
    static readonly OffsetSet None = new();

    readonly Dictionary<TopicPartition, (OffsetSet Once, OffsetSet Again)> _partitions = [];

    /// <summary>The event log's identity.</summary>
    public string Cluster { get; } = cluster;

    public void Add(ChainId chain, long[] offsets)
    {
        if (chain.Cluster != Cluster) return; // another log's readings may rest in the same lake
        if (!_partitions.TryGetValue(chain.Partition, out var sets)) _partitions[chain.Partition] = sets = (new OffsetSet(), new OffsetSet());
        foreach (var offset in offsets)
            if (!sets.Once.Add(offset)) sets.Again.Add(offset);
    }

    /// <summary>Tells a ledger every offset that was found, and those found again once more.</summary>
    public void TellTo(Ledger ledger, TopicPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out var sets)) return;
        foreach (var offset in sets.Once.Except(None)) ledger.See(offset);
        foreach (var offset in sets.Again.Except(None)) ledger.See(offset);
    }
}
