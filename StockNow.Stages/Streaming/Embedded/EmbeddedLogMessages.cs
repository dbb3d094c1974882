using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

static partial class EmbeddedLogMessages
{
    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Group {Group} stands by: other readers hold {Partitions}. The group takes them over when those readers end")]
    public static partial void PartitionsHeldElsewhere(ILogger logger, string group, string partitions);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} now holds all partitions of {Topic}")]
    public static partial void PartitionsTakenOver(ILogger logger, string group, string topic);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Group {Group} gave up {Partition} before its last work was committed; the next owner repeats that work: {Fault}")]
    public static partial void NotFinishedBeforeRevoke(ILogger logger, string group, TopicPartition partition, string fault);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Group {Group} skips {Missing} offsets of {Partition}, from offset {From} to before offset {Next}: they are no longer in the log. "
        + "Retention removed those before offset {RemovedTo}; another cause removed the rest. 'audit' shows what is lost")]
    public static partial void RecordsMissing(ILogger logger, string group, TopicPartition partition, long missing, long from, long next, long? removedTo);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "File notifications do not work in {Folder} ({Fault}), so readers look every {Interval} ms. Nothing is lost. On Linux, raise "
        + "fs.inotify.max_user_instances and max_user_watches for shorter delays")]
    public static partial void DoorbellIsSilent(ILogger logger, string folder, string fault, double interval);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Copying {File} ({Megabytes} MB) to {Copy}, because this user cannot write the folder of the log")]
    public static partial void LogCopied(ILogger logger, string file, long megabytes, string copy);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention removed {Batches} old batches of {Folder}")]
    public static partial void BatchesForgotten(ILogger logger, int batches, string folder);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Retention removed offsets {From} to {To} of {Partition}, which no stage has read. Start the stages that read it, or {Remedy}")]
    public static partial void UnreadRemoved(ILogger logger, long from, long to, TopicPartition partition, string remedy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention could not remove old batches; retrying: {Fault}")]
    public static partial void RetentionFailed(ILogger logger, string fault);
}
