using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>What a stage does with one record: it produces, or counts why not. The loop around it reads and commits.</summary>
public interface IRecordProcessor
{
    /// <summary>Handles one record. Never throws for what a record holds: bad records go to the dead letters.</summary>
    void Process(in LogRecord record, TopicPartition partition, IRecordOutput output);

    /// <summary>What was processed since the last call is committed now: its counts become true.</summary>
    void Committed();

    /// <summary>What was processed since the last commit is dropped and will be processed again: its counts are forgotten.</summary>
    void Rewound();
}
