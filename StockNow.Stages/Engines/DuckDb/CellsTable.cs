using System.Globalization;
using StockNow.Stages.Engines.Cells;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>The table <c>cells</c> of the questions.</summary>
static class CellsTable
{
    /// <summary>The statements that create it from files of cells, for one selection.</summary>
    // The session has the selection's time zone. Many cells share few times and names: each time is converted once, and names are numbers while cells are
    // added up. In an enumeration that was sorted, names keep the order of their bytes.
    public static string Create(IReadOnlyList<string> segments, Selection selection)
    {
        var files = DuckDbText.Files(segments);
        return $"""
            CREATE TEMP TABLE times AS
            SELECT {CellColumns.Time}, CAST(local AS DATE) AS day, extract(HOUR FROM local) AS hour
            FROM (SELECT DISTINCT {CellColumns.Time}, CAST(make_timestamptz({CellColumns.Time} * 1000) AS TIMESTAMP) AS local FROM {files})
            {Where(Day(">=", selection.From), Day("<=", selection.To))};

            CREATE TYPE stores AS ENUM (SELECT DISTINCT {CellColumns.Store} FROM {files} ORDER BY 1);
            CREATE TYPE products AS ENUM (SELECT DISTINCT {CellColumns.Product} FROM {files} ORDER BY 1);

            CREATE TEMP TABLE cells AS
            SELECT day, hour, CAST({CellColumns.Store} AS stores) AS store, CAST({CellColumns.Product} AS products) AS product_id,
                   CAST(sum({CellColumns.Readings}) AS BIGINT) AS readings, CAST(sum({CellColumns.Alerts}) AS BIGINT) AS alerts,
                   CAST(sum({CellColumns.Quantity}) AS BIGINT) AS quantity, CAST(sum({CellColumns.Threshold}) AS BIGINT) AS threshold
            FROM {files} JOIN times USING ({CellColumns.Time})
            {Where(Text(CellColumns.Store, selection.Store), Text(CellColumns.Product, selection.Product))}
            GROUP BY ALL
            """;
    }

    static string Where(params string[] conditions) =>
        conditions.Where(condition => condition.Length > 0).ToList() is { Count: > 0 } some ? $"WHERE {string.Join(" AND ", some)}" : "";

    static string Text(string column, string? value) => value is null ? "" : $"{column} = {DuckDbText.Literal(value)}";

    static string Day(string comparison, DateOnly? day) =>
        day is { } date ? string.Create(CultureInfo.InvariantCulture, $"CAST(local AS DATE) {comparison} DATE '{date:yyyy-MM-dd}'") : "";
}
