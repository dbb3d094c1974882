using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Lake.Table;

static partial class TableLogMessages
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "Finished offsets {Start} to {End} of {Topic}-{Partition}, which an earlier run had started to store; missing files: {Files}")]
    public static partial void RangeRecovered(this ILogger log, string topic, int partition, long start, long end, int files);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Offsets {Start} to {End} of {Topic}-{Partition} are stored by writer {Writer}, which also had the partition; nothing is stored twice")]
    public static partial void RangeAdopted(this ILogger log, string topic, int partition, long start, long end, string writer);

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
        Message = "The lake ends at offset {Next} of {Topic}-{Partition}, but offsets up to {Committed} had been stored: the newest ranges were removed from "
        + "it, or it is another lake. What the event log still holds of them is stored again")]
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "What a retention has dropped is not known, and counts as missing: {Fault}")]
    public static partial void RetentionIgnored(this ILogger log, string fault);
}
