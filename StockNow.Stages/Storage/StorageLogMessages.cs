using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Storage;

static partial class StorageLogMessages
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "Stored offsets {Start} to {End} of {Topic}-{Partition}: rows {Rows}, files {Files}, malformed {Malformed}; {Reason}")]
    public static partial void RangePublished(this ILogger log, string topic, int partition, long start, long end, long rows, long malformed, int files,
        string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unstored readings stay in the event log and are stored at the next start: {Reason}")]
    public static partial void LeftInEventLog(this ILogger log, string reason);
}
