using StockNow.Contracts.Topics;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming;

/// <summary>
/// One record is at fault, not the event log: the same will happen again with it and not without it. A stage that fails on the same record again and again
/// puts it into the dead letters as unprocessable and continues.
/// </summary>
sealed class RecordException : Exception
{
    /// <summary>A record whose place is not known here, such as one that an event log refused. The processing loop adds the place.</summary>
    public RecordException(string message, Exception? cause = null) : base(message, cause) => Fault = message;

    /// <summary>A record and its place, which the message begins with.</summary>
    public RecordException(TopicPartition partition, long offset, string message, Exception? cause = null)
        : base($"{partition}@{offset}: {message}", cause) => (Partition, Offset, Fault) = (partition, offset, message);

    /// <summary>The partition of the record that was being processed; null when it is not known which one is at fault.</summary>
    public TopicPartition? Partition { get; }

    /// <summary>Its offset.</summary>
    public long Offset { get; }

    /// <summary>What is wrong with it, without its place.</summary>
    public string Fault { get; }

    /// <summary>
    /// Whether a fault that came up while one record was being processed is about that record: everything that is not about the event log or the end of the
    /// work.
    /// </summary>
    public static bool IsAboutRecord(Exception fault) =>
        fault is not (EventLogException or SessionRewoundException or UnrecoverableException or OperationCanceledException
            or RecordException { Partition: not null });
}
