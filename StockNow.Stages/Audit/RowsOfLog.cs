using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Audit;

/// <summary>The part of the lake that was stored from the event log.</summary>
/// <param name="Committed">The offset of each partition that storage's group had committed when the audit began.</param>
/// <param name="Offsets">The offsets of all rows.</param>
/// <param name="Chains">The chain of each partition.</param>
/// <param name="Dropped">What was dropped from the lake by decision.</param>
sealed record RowsOfLog(
    IReadOnlyDictionary<int, long> Committed, StoredOffsets Offsets, IReadOnlyDictionary<TopicPartition, ChainSummary> Chains, DroppedFiles Dropped);
