using Microsoft.Extensions.Logging;

namespace StockNow.Host.Health;

static partial class HealthLogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Health and metrics are served at {Address}")]
    public static partial void ServerStarted(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Everyone who can reach this machine can read health and metrics at {Address}, including faults with paths and broker names. "
        + "Http:Url=http://127.0.0.1:<port> serves this machine only.")]
    public static partial void ServedToEveryone(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The check of the event log has ended; health shows its last result: {Fault}")]
    public static partial void WatchEnded(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "OTEL_EXPORTER_OTLP_ENDPOINT: '{Endpoint}' is not an address such as http://127.0.0.1:4317; nothing is exported")]
    public static partial void NoEndpoint(ILogger logger, string endpoint);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Telemetry could not be sent to OTEL_EXPORTER_OTLP_ENDPOINT. The stages continue, and this is logged once: {Fault}")]
    public static partial void ExportFailed(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Health and metrics cannot be served at {Address}; the stages run without them: {Fault} Set Http:Url to another port, or to nothing.")]
    public static partial void ServerNotStarted(ILogger logger, string address, string fault);
}
