using System.Text.Json;
using DuckDB.NET.Data;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>Runs SQL by DuckDB in this process. The query can read the lake's files and nothing else, and it cannot write.</summary>
sealed class DuckDbSqlReader(DuckDbOptions options) : ISqlReader
{
    // What an empty lake looks like.
    const string NoReadings = """
        SELECT NULL::VARCHAR AS sensor_id, NULL::TIMESTAMPTZ AS "timestamp", NULL::VARCHAR AS product_id, NULL::INTEGER AS quantity,
               NULL::INTEGER AS threshold, NULL::VARCHAR AS store, NULL::DOUBLE AS lat, NULL::DOUBLE AS lon, NULL::BOOLEAN AS alert, NULL::VARCHAR AS extra,
               NULL::VARCHAR AS topic, NULL::INTEGER AS "partition", NULL::BIGINT AS "offset"
        WHERE false
        """;

    /// <inheritdoc/>
    public Task QueryAsync(
        IReadOnlyList<string> files, IEnumerable<ISqlView> views, string query, string timeZone, ISqlResult result, CancellationToken stop) =>
        Task.Run(async () =>
        {
            if (files.FirstOrDefault(file => !File.Exists(file)) is { } gone)
                throw new EngineException($"The lake's file {gone} is missing. Put it back from a copy; 'lake verify' lists all that is wrong.");
            using var session = DuckDbSession.Open(options);
            await session.SetTimeZoneAsync(timeZone, stop);
            await CreateViewsAsync(session, files, views, stop);
            await LockAsync(session, files, stop);
            try
            {
                // As a part of a SELECT, nothing that changes something is SQL.
                var part = $"({query.Trim().TrimEnd(';')}\n)";
                await CheckAsync(session, part, stop);
                var columns = await ColumnsAsync(session, part, stop);
                result.Begin(columns);
                var what = result.AsJson ? "to_json(part)" : "COLUMNS(*)";
                var text = $"SELECT CAST({what} AS VARCHAR) FROM {part} AS part";
                var values = new string?[result.AsJson ? 1 : columns.Count];
                await session.ReadAsync(text, row =>
                {
                    for (var column = 0; column < values.Length; column++) values[column] = row.IsDBNull(column) ? null : row.GetString(column);
                    result.Add(values);
                }, stop);
            }
            catch (DuckDBException fault) when (!DuckDbFaults.IsOfThisMachine(fault))
            {
                // The lines below show the text with what was put around the query.
                throw new SqlQueryException(fault.Message.Split("\n\nLINE")[0].Trim(), fault);
            }
            catch (DuckDBException fault)
            {
                throw DuckDbFaults.Explain(fault, options);
            }
        }, stop);

    static async Task CreateViewsAsync(DuckDbSession session, IReadOnlyList<string> files, IEnumerable<ISqlView> views, CancellationToken stop)
    {
        try
        {
            await session.ExecuteAsync(files.Count > 0 ? DuckDbText.ReadingsView(files) : $"CREATE TEMP VIEW readings AS {NoReadings}", stop);
            foreach (var view in Ordered("readings", views.ToLookup(view => view.Over)))
                await session.ExecuteAsync($"CREATE TEMP VIEW {view.Name} AS {view.Query}", stop);
        }
        catch (DuckDBException fault)
        {
            throw new EngineException($"DuckDB cannot read the lake: {DuckDbText.Sentence(fault)} 'lake verify' lists what is wrong.", fault);
        }
    }

    static IEnumerable<ISqlView> Ordered(string name, ILookup<string, ISqlView> views) =>
        views[name].SelectMany(view => Ordered(view.Name, views).Prepend(view));

    static async Task LockAsync(DuckDbSession session, IReadOnlyList<string> files, CancellationToken stop)
    {
        await session.ExecuteAsync($"SET allowed_paths = [{string.Join(", ", files.Select(DuckDbText.Literal))}]", stop);
        await session.ExecuteAsync("SET enable_external_access = false; SET lock_configuration = true", stop);
    }

    static async Task CheckAsync(DuckDbSession session, string part, CancellationToken stop)
    {
        var statements = new List<string>();
        await session.ReadAsync($"SELECT json_serialize_sql({DuckDbText.Literal($"SELECT * FROM {part}")})", row => statements.Add(row.GetString(0)), stop);
        using var json = JsonDocument.Parse(statements[0]);
        if (json.RootElement.GetProperty("error").GetBoolean())
        {
            throw new SqlQueryException(json.RootElement.GetProperty("error_type").GetString() == "not implemented"
                ? "The query would change something; write one SELECT." : json.RootElement.GetProperty("error_message").GetString()!);
        }
        if (json.RootElement.GetProperty("statements").GetArrayLength() != 1) throw new SqlQueryException("Write one SELECT, without a ';' in it.");
    }

    static async Task<IReadOnlyList<(string Name, bool IsNumber)>> ColumnsAsync(DuckDbSession session, string part, CancellationToken stop)
    {
        var columns = new List<(string, bool)>();
        await session.ReadAsync($"DESCRIBE SELECT * FROM {part} AS part", row => columns.Add((row.GetString(0), IsNumber(row.GetString(1)))), stop);
        return columns;
    }

    static bool IsNumber(string type) => type is "INTEGER" or "UINTEGER" or "DOUBLE" or "FLOAT"
        || type.EndsWith("INT", StringComparison.Ordinal) || type.StartsWith("DECIMAL", StringComparison.Ordinal);
}
