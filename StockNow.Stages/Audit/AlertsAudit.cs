using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>What became of the alerts: reports and dead letters.</summary>
sealed class AlertsAudit
{
    readonly RecordJudge _judge;
    readonly IReadOnlyList<PartitionState> _partitions;
    readonly IReadOnlyDictionary<int, long> _handled;
    readonly Dictionary<int, (long Records, long Waiting)> _counts = [];

    public AlertsAudit(AuditedTopic alerts, IReadOnlyDictionary<int, long> handled, ReadingLimits limits)
    {
        (_partitions, _handled, _judge) = (alerts.Partitions, handled, new RecordJudge(limits));
        Reports = new SourceLedgers(alerts, "report", HandledTo);
        DeadLetters = new SourceLedgers(alerts, "dead letter", HandledTo);
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
        var judgement = _judge.Read(record.Value, out var alert);
        var isReading = judgement == Judgement.Reading || (judgement == Judgement.ReadingNow && !DeadLetters.MayHaveSeen(record, partition, hasOther: Reports[partition].HasSeen(record.Offset)))
            || (judgement == Judgement.ReadingOnce && Reports[partition].HasSeen(record.Offset));
        if (!isReading || DeadLetters.HasSeenUnprocessable(record, partition))
            DeadLetters.Expect(partition, record.Offset, record.Key, record.Value);
        else if (RestockCalculation.MissingQuantity(alert.Quantity, alert.Threshold) == 0 && !Reports[partition].HasSeen(record.Offset)) // earlier versions made a report of it
            DeadLetters.Expect(partition, record.Offset, record.Key, record.Value);
        else if (alert.ProductId.IsEmpty) Reports.Expect(partition, record.Offset); // the report's own bytes chose its partition
        else Reports.Expect(partition, record.Offset, alert.ProductId, default);
    }

    /// <summary>Notes from which offset on the alerts were read.</summary>
    public void Close(IReadOnlyList<ScannedPartition> read)
    {
        foreach (var ledgers in new[] { Reports, DeadLetters }) ledgers.CloseSources(read);
    }

    public IReadOnlyList<AlertsEquation> Equations() => [.. _partitions.Select(state =>
    {
        var partition = state.Partition;
        var (records, waiting) = _counts.GetValueOrDefault(partition.Partition);
        return new AlertsEquation(partition, records, Reports[partition].Accounted, DeadLetters[partition].Accounted, waiting, Reports[partition].Missing + DeadLetters[partition].Missing);
    })];

    public IEnumerable<AuditFinding> Findings() => Reports.Findings().Concat(DeadLetters.Findings()).Concat(_partitions.Where(state => HandledTo(state) > state.End).Select(state => new AuditFinding(
        state.Partition.ToString(), $"the handler has read up to offset {HandledTo(state)}, but the log ends at {state.End}: the log has lost records")));

    public IEnumerable<string> Notes() => Reports.Notes().Concat(DeadLetters.Notes());

    long HandledTo(PartitionState partition) => _handled.GetValueOrDefault(partition.Partition.Partition, partition.Start);
}
