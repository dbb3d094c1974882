using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>The rule of the alert handler: an alert leads to a report, or to a dead letter when it is malformed or leaves nothing to bring.</summary>
sealed class ReportRule(ReadingLimits limits) : IRecordRule
{
    readonly RecordJudge _judge = new(limits);

    public bool Expects(in LogRecord record, TopicPartition partition, SourceLedgers outputs, SourceLedgers deadLetters)
    {
        var hasReport = outputs[partition].HasSeen(record.Offset);
        var judgement = _judge.Read(record.Value, out var alert);
        var isReading = judgement == Judgement.Reading || (judgement == Judgement.ReadingNow && !deadLetters.MayHaveSeen(record, partition, hasReport))
            || (judgement == Judgement.ReadingOnce && hasReport);
        if (!isReading || deadLetters.HasSeenUnprocessable(record, partition))
            deadLetters.Expect(partition, record.Offset, record.Key, record.Value);
        else if (RestockCalculation.MissingQuantity(alert.Quantity, alert.Threshold) == 0 && !hasReport) // earlier versions made a report of it
            deadLetters.Expect(partition, record.Offset, record.Key, record.Value);
        else if (alert.ProductId.IsEmpty) outputs.Expect(partition, record.Offset); // the report's own bytes chose its partition
        else outputs.Expect(partition, record.Offset, alert.ProductId, default);
        return true;
    }
}
