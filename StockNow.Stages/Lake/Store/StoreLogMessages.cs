using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Lake.Store;

static partial class StoreLogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The lake is unreachable: {Reason}. Retrying for up to {Budget}")]
    public static partial void StoreWentAway(this ILogger log, string reason, TimeSpan budget);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lake is reachable again")]
    public static partial void StoreCameBack(this ILogger log);
}
