using Apache.Arrow;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Engines.Cells;

namespace StockNow.Stages.Engines.Spark;

/// <summary>
/// Spark counts the readings. Each call opens a session on the server and releases it at the end, so a server that was restarted is found again.
/// </summary>
sealed class SparkEngine(SparkOptions options, TimeProvider time, ILogger<SparkEngine> logger) : IAnalysisEngine
{
    // All columns that cells need. With a schema Spark opens no file before the query needs it.
    const string Schema = "timestamp TIMESTAMP, store STRING, product_id STRING, quantity INT, threshold INT, alert BOOLEAN";

    /// <inheritdoc/>
    public string Description => $"Spark at {options.Remote}, web page {options.WebPage ?? $"http://{options.Server().Host}:4040"}";

    /// <inheritdoc/>
    public bool ReadsRemoteFiles => true;

    /// <inheritdoc/>
    public async Task CountAsync(IReadOnlyList<string> files, string segment, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        stop.ThrowIfCancellationRequested();
        try
        {
            await using var session = await SparkSession.OpenAsync(options, time, logger, stop);
            await session.ConfigureAsync(new Dictionary<string, string>
            {
                ["spark.sql.ansi.enabled"] = "true",
                // A file that is gone or damaged must end the count: a count without it looks like any other.
                ["spark.sql.files.ignoreMissingFiles"] = "false",
                ["spark.sql.files.ignoreCorruptFiles"] = "false",
            }, stop);
            await session.CreateParquetViewAsync("readings", Schema, files.Select(SparkPath.Of), stop);
            await using var cells = await CellFile.CreateAsync(segment, stop);
            await session.QueryAsync(CellColumns.Query("unix_millis(timestamp)"), batch => AddAsync(batch, cells, stop), stop);
            await cells.CompleteAsync(stop);
        }
        catch (SparkException fault)
        {
            throw new SparkFaults(options, files).Explain(fault);
        }
    }

    static async ValueTask AddAsync(RecordBatch batch, CellFile cells, CancellationToken stop)
    {
        for (var row = 0; row < batch.Length; row++)
            await cells.AddAsync(Number(0, row), Text(1, row), Text(2, row), Number(3, row), Number(4, row), Number(5, row), Number(6, row), stop);

        long Number(int column, int row) => ((Int64Array)batch.Column(column)).GetValue(row)!.Value;
        string Text(int column, int row) => ((StringArray)batch.Column(column)).GetString(row);
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
