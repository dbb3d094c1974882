using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>A topic as it was when the audit began to read it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Identity">Its identity in the event log; empty when it is not there.</param>
/// <param name="Partitions">Its partitions.</param>
sealed record AuditedTopic(string Name, string Identity, IReadOnlyList<PartitionState> Partitions);

/// <summary>What was read of a partition.</summary>
/// <param name="State">Its end, and the first offset that was still there or was read before it went.</param>
/// <param name="Unread">Ranges within it that are gone or damaged; each up to, but not including, its second offset.</param>
sealed record ScannedPartition(PartitionState State, IReadOnlyList<(long From, long To)> Unread);
