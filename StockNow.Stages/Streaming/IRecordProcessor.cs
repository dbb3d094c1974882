using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>What a stage does with one record: it produces, or counts why not; its counts become true with the commit. The loop around it reads and commits.</summary>
public interface IRecordProcessor : ICommitListener
{
    /// <summary>Handles one record. Never throws for what a record holds: bad records go to the dead letters.</summary>
    void Process(in LogRecord record, TopicPartition partition, IRecordOutput output);
}
