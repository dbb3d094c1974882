using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Lake;

static partial class LakeLogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The lake is unreachable: {Reason}. Retrying for up to {Budget}")]
    public static partial void StoreWentAway(this ILogger log, string reason, TimeSpan budget);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lake is reachable again")]
    public static partial void StoreCameBack(this ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ignoring a checkpoint of the lake; its intents are read instead: {Fault}")]
    public static partial void CheckpointIgnored(this ILogger log, string fault);
}
