using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Says what a record must lead to once its stage has read it.</summary>
interface IRecordRule
{
    /// <summary>Notes in one of the ledgers that an output of the record is expected.</summary>
    /// <param name="record">The record.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="outputs">The outputs of the stage; all of them were seen.</param>
    /// <param name="deadLetters">The dead letters of the stage; all of them were seen.</param>
    /// <returns>Whether anything is expected; a record may lead to nothing.</returns>
    bool Expects(in LogRecord record, TopicPartition partition, SourceLedgers outputs, SourceLedgers deadLetters);
}
