using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Engines.Spark;

static partial class SparkLogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Spark {Version} answers; tasks done {Done} of {Tasks}, read {Megabytes} MB")]
    public static partial void SparkProgress(this ILogger log, string version, long done, long tasks, long megabytes);
}
