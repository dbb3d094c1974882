using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>The rule of a stage whose records the audit cannot judge: each leads to as many outputs as the stage promises, or to a dead letter.</summary>
sealed class PromiseRule(OutputsPerRecord perRecord) : IRecordRule
{
    public bool Expects(in LogRecord record, TopicPartition partition, SourceLedgers outputs, SourceLedgers deadLetters)
    {
        if (deadLetters[partition].HasSeen(record.Offset)) deadLetters.Expect(partition, record.Offset);
        else if (perRecord == OutputsPerRecord.One || outputs[partition].HasSeen(record.Offset)) outputs.Expect(partition, record.Offset);
        else return false;
        return true;
    }
}
