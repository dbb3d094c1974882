using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>What became of the alerts: reports and dead letters.</summary>
sealed class AlertsAudit
{
    readonly ReadingReader _reader;
    readonly IReadOnlyList<PartitionState> _partitions;
    readonly IReadOnlyDictionary<int, long> _handled;
    readonly Dictionary<int, (long Records, long Waiting)> _counts = [];

    public AlertsAudit(IReadOnlyList<PartitionState> partitions, IReadOnlyDictionary<int, long> handled, int maxReadingBytes)
    {
        (_partitions, _handled, _reader) = (partitions, handled, new ReadingReader(maxReadingBytes));
        Reports = new SourceLedgers(TopicNames.Alerts, partitions, "report", HandledTo);
        DeadLetters = new SourceLedgers(TopicNames.Alerts, partitions, "dead letter", HandledTo);
    }

    public SourceLedgers Reports { get; }

    public SourceLedgers DeadLetters { get; }

    /// <summary>Notes what an alert must lead to.</summary>
    public void Take(in LogRecord record, TopicPartition partition)
    {
        var (records, waiting) = _counts.GetValueOrDefault(partition.Partition);
        var isWaiting = record.Offset >= _handled.GetValueOrDefault(partition.Partition, 0);
        _counts[partition.Partition] = (records + 1, waiting + (isWaiting ? 1 : 0));
        if (isWaiting) return;
        if (!_reader.TryRead(record.Value, out var alert, out _) || DeadLetters.HasSeenTooLong(record, partition)) DeadLetters.Expect(partition, record.Offset, record.Key, record.Value);
        else if (alert.ProductId.IsEmpty) Reports.Expect(partition, record.Offset); // the report's own bytes chose its partition
        else Reports.Expect(partition, record.Offset, alert.ProductId, default);
    }

    /// <summary>Notes from which offset on the alerts were read.</summary>
    public void Close(IReadOnlyList<PartitionState> read)
    {
        foreach (var ledgers in new[] { Reports, DeadLetters }) ledgers.CloseSources(read);
    }

    public IReadOnlyList<AlertsEquation> Equations() => [.. _partitions.Select(state =>
    {
        var partition = state.Partition;
        var (records, waiting) = _counts.GetValueOrDefault(partition.Partition);
        return new AlertsEquation(partition, records, Reports[partition].Accounted, DeadLetters[partition].Accounted, waiting);
    })];

    public IEnumerable<AuditFinding> Findings() => Reports.Findings().Concat(DeadLetters.Findings());

    long HandledTo(PartitionState partition) => _handled.GetValueOrDefault(partition.Partition.Partition, partition.Start);
}
