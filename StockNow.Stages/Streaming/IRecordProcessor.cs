namespace StockNow.Stages.Streaming;

/// <summary>
/// What a stage does with one record: it produces, or counts why not; its counts become true with the commit. The loop around it reads and commits.
/// </summary>
interface IRecordProcessor : ICommitListener
{
    /// <summary>Handles one record. Never throws for what a record holds: bad records go to the dead letters.</summary>
    void Process(in LogRecord record, RecordSource source, IRecordOutput output);

    /// <summary>
    /// Puts a record into the dead letters on which <see cref="Process"/>, or the log that was to take its outcome, has failed again and again.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="why">What failed, for a person.</param>
    /// <param name="output">Takes the dead letter.</param>
    void GiveUp(in LogRecord record, RecordSource source, string why, IRecordOutput output);
}
