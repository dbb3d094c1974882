using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Storage;

static partial class StorageLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Stored offsets {Start} to {End} of {Topic}-{Partition}: {Rows} rows in {Files} files, {Malformed} malformed ({Reason})")]
    public static partial void RangePublished(this ILogger log, string topic, int partition, long start, long end, long rows, long malformed, int files, RollReason reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Finished offsets {Start} to {End} of {Topic}-{Partition}, which an earlier run had begun to store: {Files} files were missing")]
    public static partial void RangeRecovered(this ILogger log, string topic, int partition, long start, long end, int files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Offsets {Start} to {End} of {Topic}-{Partition} are stored by writer {Writer}, which also had the partition; nothing is stored twice")]
    public static partial void RangeAdopted(this ILogger log, string topic, int partition, long start, long end, string writer);

    [LoggerMessage(Level = LogLevel.Information, Message = "The group's offset {Committed} of {Topic}-{Partition} does not count: the lake goes on at {Next}")]
    public static partial void GroupOffsetIgnored(this ILogger log, string topic, int partition, long committed, long next);

    [LoggerMessage(Level = LogLevel.Error, Message = "Offsets {Start} to {End} of {Topic}-{Partition} were removed by the event log's retention before they were stored; give it a longer MaxAge or more space")]
    public static partial void OffsetsLost(this ILogger log, string topic, int partition, long start, long end);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was in hand is left in the event log for the next start: {Reason}")]
    public static partial void LeftInEventLog(this ILogger log, string reason);
}
