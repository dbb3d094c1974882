using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Streaming.Kafka;

static partial class KafkaLogLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Facility}: {Text}")]
    public static partial void ClientSaid(ILogger logger, string facility, string text);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Code}: {Text}")]
    public static partial void ClientFailed(ILogger logger, ErrorCode code, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Kafka at {Brokers} cannot be reached yet ({Reason}); waiting up to {Seconds} s, as EventLog:Kafka:ContactTimeout says")]
    public static partial void NotYetThere(ILogger logger, string brokers, double seconds, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka cannot be reached; work waits, keeps what it has, and goes on by itself: {Reason}")]
    public static partial void BrokersAway(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Kafka can be reached again after {Seconds:0} s; work goes on")]
    public static partial void BrokersBack(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made topic {Topic} with {Partitions} partitions, replication {Replication}")]
    public static partial void TopicMade(ILogger logger, string topic, int partitions, int replication);

    [LoggerMessage(Level = LogLevel.Information, Message = "A transaction is open in {Partition} since offset {Offset} and hides what was committed behind it; waiting up to {Seconds} s for its end")]
    public static partial void WaitsForTransaction(ILogger logger, string partition, long offset, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} is not at the end yet: a transaction is open in {Partition} since offset {Offset} and may hide what was committed behind it. 'validate' says whether it hangs, and how to end it")]
    public static partial void EndIsHidden(ILogger logger, string group, string partition, long offset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Fault}")]
    public static partial void TopicIsNarrow(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Topic {Topic} has {Partitions} partitions and keeps them; EventLog:Kafka:Partitions={Configured} is for topics made now")]
    public static partial void OtherPartitions(ILogger logger, string topic, int partitions, int configured);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} was given {Partitions}")]
    public static partial void PartitionsGained(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} gives up {Partitions}")]
    public static partial void PartitionsRevoked(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} has lost {Partitions}: the brokers have not heard from this process for EventLog:Kafka:SessionTimeout, and may have given them to another one")]
    public static partial void PartitionsLost(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Group {Group} goes back to its last commit: {Why}")]
    public static partial void Rewound(ILogger logger, string group, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} meets for the first time: {Partitions}")]
    public static partial void FirstMeeting(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} gave up {Partition} with work under way, which its next owner does again: {Fault}")]
    public static partial void NotFinishedBeforeRevoke(ILogger logger, string group, string partition, string fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The offset {Next} of {Partition} was not committed; only lag tools miss it: {Fault}")]
    public static partial void OffsetNotCommitted(ILogger logger, long next, string partition, string fault);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The Kafka client did not return from '{Call}' within {Seconds} s (EventLog:Kafka:HangTimeout); the process ends so that its supervisor starts it again. Nothing is lost")]
    public static partial void CallHangs(ILogger logger, string call, double seconds);
}
