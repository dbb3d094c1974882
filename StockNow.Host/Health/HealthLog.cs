using Microsoft.Extensions.Logging;

namespace StockNow.Host.Health;

static partial class HealthLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Health and metrics are served at {Address}")]
    public static partial void ServerStarted(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Health and metrics cannot be served at {Address}, and the stages run without: {Fault} Set Http:Url to another port, or to nothing.")]
    public static partial void ServerNotStarted(ILogger logger, string address, string fault);
}
