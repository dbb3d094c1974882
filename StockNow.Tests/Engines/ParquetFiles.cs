using System.Globalization;
using DuckDB.NET.Data;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.DuckDb;

namespace StockNow.Tests.Engines;

/// <summary>Parquet files with the lake's columns in a folder of their own, written by DuckDB and so by other code than the lake's.</summary>
sealed class ParquetFiles : IDisposable
{
    const string Columns = """
        sensor_id VARCHAR, "timestamp" TIMESTAMPTZ, product_id VARCHAR, quantity INTEGER, threshold INTEGER, store VARCHAR, lat DOUBLE, lon DOUBLE,
        alert BOOLEAN, extra VARCHAR, topic VARCHAR, "partition" INTEGER, "offset" BIGINT
        """;

    readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "stocknow-tests", Guid.NewGuid().ToString("N"))).FullName;
    int _files;

    /// <summary>One file with the given readings; its path.</summary>
    public string Write(params ReadOnlySpan<Row> rows)
    {
        var file = Path.Combine(_folder, $"readings-{_files++}.parquet");
        var values = string.Join(",", rows.ToArray().Select((row, offset) => string.Create(
            CultureInfo.InvariantCulture,
            $"('shelf-1', '{row.Timestamp}', {Literal(row.Product)}, {row.Quantity}, {row.Threshold}, {Literal(row.Store)}, {row.Latitude}, "
            + $"2.34, {row.Alert}, NULL, "
            + $"'instocknow-input', 0, {offset})")));
        Execute($"CREATE TABLE rows ({Columns}); INSERT INTO rows VALUES {values}; COPY rows TO {Literal(file)} (FORMAT parquet)");
        return file;
    }

    /// <summary>Readings in wire format, gzipped, as one file per hour in the lake's folders.</summary>
    public IReadOnlyList<string> WriteByHour(string readings)
    {
        var lake = Path.Combine(_folder, "stock-data");
        Execute($$"""
            SET TimeZone = 'UTC';
            COPY (
                SELECT sensor_id, "timestamp"::TIMESTAMPTZ AS "timestamp", product_id, quantity::INTEGER AS quantity, threshold::INTEGER AS threshold,
                       location.store AS store, location.lat AS lat, location.lon AS lon, alert, NULL::VARCHAR AS extra,
                       'instocknow-input' AS topic, 0 AS "partition", row_number() OVER () AS "offset",
                       strftime("timestamp"::TIMESTAMPTZ, '%Y-%m-%d') AS date, strftime("timestamp"::TIMESTAMPTZ, '%H') AS hour
                FROM read_json({{Literal(readings)}}, format = 'newline_delimited', columns = {
                    sensor_id: 'VARCHAR', "timestamp": 'VARCHAR', product_id: 'VARCHAR', quantity: 'BIGINT', threshold: 'BIGINT',
                    location: 'STRUCT(store VARCHAR, lat DOUBLE, lon DOUBLE)', alert: 'BOOLEAN'})
            ) TO {{Literal(lake)}} (FORMAT parquet, PARTITION_BY (date, hour))
            """);
        return Directory.GetFiles(lake, "*.parquet", SearchOption.AllDirectories);
    }

    /// <summary>The same file under many names.</summary>
    public IReadOnlyList<string> Copy(string file, int times) => [.. Enumerable.Range(0, times).Select(number =>
    {
        var copy = Path.Combine(_folder, $"copy-{number}.parquet");
        File.Copy(file, copy);
        return copy;
    })];

    /// <summary>The answers over files: an engine counts them, and DuckDB answers from the counts.</summary>
    public async Task<Stages.Engines.Answers> AnswersOfAsync(IAnalysisEngine engine, IReadOnlyList<string> files, Selection selection)
    {
        var segment = PathOf($"cells-{Guid.NewGuid():N}.parquet");
        await engine.CountAsync(files, segment, CancellationToken.None);
        return await new DuckDbEngine(new DuckDbOptions()).AnswerAsync([segment], selection, CancellationToken.None);
    }

    /// <summary>A path in the folder, where no file is yet.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static void Execute(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:;threads=2;memory_limit=512MB");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>What the questions look at.</summary>
    public sealed record Row(string Timestamp, string Product, int Quantity, int Threshold, bool Alert)
    {
        /// <summary>The store.</summary>
        public string Store { get; init; } = "paris-12";

        /// <summary>Degrees.</summary>
        public double Latitude { get; init; } = 48.85;

        /// <summary>A reading that is an alert.</summary>
        public static Row AlertOf(string product, string timestamp = "2025-07-02T10:00:00Z") => new(timestamp, product, 1, 5, true);
    }
}
