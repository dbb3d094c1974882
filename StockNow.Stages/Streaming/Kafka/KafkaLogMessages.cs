using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Streaming.Kafka;

static partial class KafkaLogMessages
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Facility}: {Text}")]
    public static partial void ClientSaid(ILogger logger, string facility, string text);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Code}: {Text}")]
    public static partial void ClientFailed(ILogger logger, ErrorCode code, string text);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Kafka at {Brokers} cannot be reached yet ({Reason}); waiting up to {Seconds} s, as EventLog:Kafka:ContactTimeout says")]
    public static partial void NotYetThere(ILogger logger, string brokers, double seconds, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka is unreachable. Processing is paused and resumes automatically: {Reason}")]
    public static partial void BrokersAway(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Kafka is reachable again after {Seconds:0} s; processing resumes")]
    public static partial void BrokersBack(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Created topic {Topic} with {Partitions} partitions, replication {Replication}")]
    public static partial void TopicMade(ILogger logger, string topic, int partitions, int replication);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "An open transaction in {Partition}, since offset {Offset}, blocks the records after it; waiting up to {Seconds} s for its end")]
    public static partial void WaitsForTransaction(ILogger logger, string partition, long offset, double seconds);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Group {Group} cannot finish draining: an open transaction in {Partition} since offset {Offset} may hide later records. Run 'validate' to "
        + "see whether it hangs and how to abort it")]
    public static partial void EndIsHidden(ILogger logger, string group, string partition, long offset);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Topic {Topic} has {Partitions} partitions and keeps them; EventLog:Kafka:Partitions={Configured} applies to new topics only")]
    public static partial void OtherPartitions(ILogger logger, string topic, int partitions, int configured);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} was given {Partitions}")]
    public static partial void PartitionsGained(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} gives up {Partitions}")]
    public static partial void PartitionsRevoked(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Group {Group} has lost {Partitions}: the brokers have not heard from this process within EventLog:Kafka:SessionTimeout and gave them to "
        + "another member, or the topic was deleted")]
    public static partial void PartitionsLost(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Group {Group} processes {Partition} again from offset {From} to {To}, as EventLog:AllowReprocessing allows: outputs for these offsets "
        + "already exist and are written a second time")]
    public static partial void Reprocesses(ILogger logger, string group, string partition, long from, long to);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Group {Group} goes back to its last commit: {Why}")]
    public static partial void Rewound(ILogger logger, string group, string why);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Doubt}. The producers of {TransactionalId} are replaced; otherwise a delayed retry could end a later transaction. Nothing is lost")]
    public static partial void ProducersRenewed(ILogger logger, string doubt, string transactionalId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Doubt}; the producers of {TransactionalId} are renewed")]
    public static partial void ProducersRenewedQuietly(ILogger logger, string doubt, string transactionalId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} has no committed offset yet; starting at {Partitions}")]
    public static partial void InitialOffset(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Group {Group} gave up {Partition} before its last work was committed; the next owner repeats that work: {Fault}")]
    public static partial void NotFinishedBeforeRevoke(ILogger logger, string group, string partition, string fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The group offset {Next} of {Partition} was not committed; only lag tools use it: {Fault}")]
    public static partial void OffsetNotCommitted(ILogger logger, long next, string partition, string fault);

    [LoggerMessage(Level = LogLevel.Critical,
        Message = "The Kafka client did not return from '{Call}' within {Seconds} s (EventLog:Kafka:HangTimeout); the process ends so that its supervisor "
        + "starts it again. Nothing is lost")]
    public static partial void CallHangs(ILogger logger, string call, double seconds);
}
