using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

static partial class EmbeddedLogLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} stands by: other readers hold {Partitions}. They are taken over when those are gone")]
    public static partial void PartitionsHeldElsewhere(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} now holds all partitions of {Topic}")]
    public static partial void PartitionsTakenOver(ILogger logger, string group, string topic);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} gave up {Partition} with work under way, which its next owner does again: {Fault}")]
    public static partial void NotFinishedBeforeRevoke(ILogger logger, string group, TopicPartition partition, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Forgot {Batches} old batches of {Folder}")]
    public static partial void BatchesForgotten(ILogger logger, int batches, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not forget old batches, and will try again: {Fault}")]
    public static partial void RetentionFailed(ILogger logger, string fault);
}
