using Microsoft.Extensions.Logging;
using StockNow.Stages.Engines.Questions;

namespace StockNow.Stages.Engines.Spark;

/// <summary>Answers by Spark. Each call opens a session on the server and releases it at the end, so a server that was restarted is found again.</summary>
sealed class SparkEngine(SparkOptions options, TimeProvider time, ILogger<SparkEngine> logger) : IAnalysisEngine
{
    // All columns that the questions use. With a schema Spark opens no file before a question needs it.
    const string Schema = "timestamp TIMESTAMP, product_id STRING, quantity INT, threshold INT, alert BOOLEAN";

    const string TimeZone = "spark.sql.session.timeZone";

    /// <inheritdoc/>
    public string Description => $"Spark at {options.Remote}, web page {options.WebPage ?? $"http://{options.Server().Host}:4040"}";

    /// <inheritdoc/>
    public bool ReadsRemoteFiles => true;

    /// <inheritdoc/>
    public async Task<Answers> AnswerAsync(IReadOnlyList<string> files, string timeZone, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        stop.ThrowIfCancellationRequested();
        var faults = new SparkFaults(options, files);
        try
        {
            await using var session = await SparkSession.OpenAsync(options, time, logger, stop);
            await session.ConfigureAsync(new Dictionary<string, string>
            {
                [TimeZone] = timeZone,
                ["spark.sql.ansi.enabled"] = "true",
                // A file that is gone or damaged must end the question: an answer without it looks like any other.
                ["spark.sql.files.ignoreMissingFiles"] = "false",
                ["spark.sql.files.ignoreCorruptFiles"] = "false",
            }, stop);
            await session.CreateParquetViewAsync("readings", Schema, files.Select(SparkPath.Of), stop);
            return await AllQuestions.AskAsync(session, stop);
        }
        catch (SparkException fault) when (fault.ErrorClass?.StartsWith("INVALID_CONF_VALUE", StringComparison.Ordinal) == true
            && fault.Message.Contains(timeZone, StringComparison.Ordinal))
        {
            throw new EngineException($"Spark does not know the time zone '{timeZone}'. Give Analysis:TimeZone an IANA name, such as UTC or "
                + "Europe/Paris.", fault);
        }
        catch (SparkException fault)
        {
            throw faults.Explain(fault);
        }
    }

    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken stop)
    {
        try
        {
            await using var session = await SparkSession.OpenAsync(options, time, logger, stop);
        }
        catch (SparkException fault)
        {
            throw new SparkFaults(options, []).Explain(fault);
        }
    }
}
