using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Lake.Table;

static partial class TableLogMessages
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "Completed offsets {Start} to {End} of {Topic}-{Partition}, begun by an earlier run; added files: {Files}")]
    public static partial void RangeRecovered(this ILogger log, string topic, int partition, long start, long end, int files);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Writer {Writer}, which also owned the partition, has already stored offsets {Start} to {End} of {Topic}-{Partition}. Nothing is "
        + "stored twice")]
    public static partial void RangeAdopted(this ILogger log, string writer, long start, long end, string topic, int partition);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Files of offsets {Start} to {End} of {Topic}-{Partition} have the same rows as the first time but other bytes; an amendment next to the "
        + "intent lists {Files}")]
    public static partial void RangeAmended(this ILogger log, string topic, int partition, long start, long end, int files);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Ignoring the committed group offset {Committed} of {Topic}-{Partition}: the lake already holds everything before offset {Next}")]
    public static partial void GroupOffsetIgnored(this ILogger log, string topic, int partition, long committed, long next);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Offsets {Start} to {End} of {Topic}-{Partition} were removed from the event log before they were stored, by its retention or by an "
        + "operator. The lake's log keeps note of it, and 'audit' and 'lake verify' report it. Give the event log a longer MaxAge or more space")]
    public static partial void OffsetsLost(this ILogger log, string topic, int partition, long start, long end);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The lake ends at offset {Next} of {Topic}-{Partition}, but offsets up to {Committed} had been stored: either the newest ranges "
        + "were removed, or this is another lake. The records that are still in the event log are stored again")]
    public static partial void LakeEndsBeforeCommitted(this ILogger log, string topic, int partition, long next, long committed);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The lake holds nothing of {Topic}-{Partition}, but offsets up to {Committed} had been stored: it was removed, or it is another lake. It "
        + "gets what the event log still holds, from offset {Start} on")]
    public static partial void LakeIsNew(this ILogger log, string topic, int partition, long committed, long start);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The lake already holds {Rows} readings of {Topic}-{Partition} from another event log ({Cluster}). Readings that are sent again are then in "
        + "the lake twice. To start over, move the whole data folder away, not the event log alone")]
    public static partial void LakeHoldsAnotherLog(this ILogger log, string topic, int partition, long rows, string cluster);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ignoring a checkpoint of the lake; its intents are read instead: {Fault}")]
    public static partial void CheckpointIgnored(this ILogger log, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A decision about dropped files cannot be read, so those files are reported as missing: {Fault}")]
    public static partial void RetentionIgnored(this ILogger log, string fault);
}
