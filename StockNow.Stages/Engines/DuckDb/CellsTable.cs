using System.Globalization;
using StockNow.Stages.Engines.Cells;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>The table <c>cells</c> of the questions.</summary>
static class CellsTable
{
    /// <summary>The statement that creates it from files of cells, for one selection.</summary>
    // The session has the selection's time zone. Days and hours are computed once here, and no question repeats it.
    public static string Create(IReadOnlyList<string> segments, Selection selection) => $"""
        CREATE OR REPLACE TEMP TABLE cells AS
        SELECT CAST(local AS DATE) AS day, extract(HOUR FROM local) AS hour, store, product_id, CAST(sum(readings) AS BIGINT) AS readings,
               CAST(sum(alerts) AS BIGINT) AS alerts, CAST(sum(quantity) AS BIGINT) AS quantity, CAST(sum(threshold) AS BIGINT) AS threshold
        FROM (
            SELECT CAST(make_timestamptz({CellColumns.Time} * 1000) AS TIMESTAMP) AS local, * FROM {DuckDbText.Files(segments)}
            {Where(Text(CellColumns.Store, selection.Store), Text(CellColumns.Product, selection.Product))}
        )
        {Where(Day(">=", selection.From), Day("<=", selection.To))}
        GROUP BY ALL
        """;

    static string Where(params string[] conditions) =>
        conditions.Where(condition => condition.Length > 0).ToList() is { Count: > 0 } some ? $"WHERE {string.Join(" AND ", some)}" : "";

    static string Text(string column, string? value) => value is null ? "" : $"{column} = {DuckDbText.Literal(value)}";

    static string Day(string comparison, DateOnly? day) =>
        day is { } date ? string.Create(CultureInfo.InvariantCulture, $"CAST(local AS DATE) {comparison} DATE '{date:yyyy-MM-dd}'") : "";
}
