using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Lake;

static partial class LakeLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Lake is away: {Reason}. Trying again for up to {Budget}")]
    public static partial void StoreWentAway(this ILogger log, string reason, TimeSpan budget);

    [LoggerMessage(Level = LogLevel.Information, Message = "Lake is back")]
    public static partial void StoreCameBack(this ILogger log);
}
