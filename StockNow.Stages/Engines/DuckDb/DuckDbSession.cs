using DuckDB.NET.Data;
using StockNow.Stages.Engines.Questions;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>A database in memory with capped memory and threads, and a folder of its own to spill into.</summary>
sealed class DuckDbSession : IEngineSession, IDisposable
{
    // DuckDB makes it when it first spills.
    readonly string _spillFolder = Path.Combine(Path.GetTempPath(), $"stocknow-duckdb-{Guid.NewGuid():N}");
    readonly DuckDBConnection _connection;

    public DuckDbSession(DuckDbOptions options)
    {
        _connection = new DuckDBConnection(new DuckDBConnectionStringBuilder
        {
            DataSource = DuckDBConnectionStringBuilder.InMemoryDataSource,
            MemoryLimit = $"{options.MemoryLimit.Bytes}B",
            Threads = options.Threads,
            TempDirectory = _spillFolder,
            // All that is needed is linked in; nothing is downloaded.
            AutoinstallKnownExtensions = false,
            AutoloadKnownExtensions = false,
            // The system caches files already; a second copy would take a third of the memory and save nothing.
            ["enable_external_file_cache"] = false,
        }.ConnectionString);
        _connection.Open();
    }

    public async Task ExecuteAsync(string sql, CancellationToken stop)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(stop);
        stop.ThrowIfCancellationRequested(); // an interrupt that came too late for this statement ends the work before the next
    }

    public async Task<IReadOnlyList<T>> AskAsync<T>(Question<T> question, CancellationToken stop)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = question.Sql;
        await using var reader = (DuckDBDataReader)await command.ExecuteReaderAsync(stop);
        var (row, answers) = (new Row(reader), new List<T>());
        while (reader.Read()) answers.Add(question.Read(row));
        stop.ThrowIfCancellationRequested();
        return answers;
    }

    /// <summary>Reads the rows of a query.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="take">Is given each row.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task ReadAsync(string sql, Action<DuckDBDataReader> take, CancellationToken stop)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = (DuckDBDataReader)await command.ExecuteReaderAsync(stop);
        while (reader.Read()) take(reader);
        stop.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _connection.Dispose();
        if (Directory.Exists(_spillFolder)) Directory.Delete(_spillFolder, recursive: true);
    }

    sealed class Row(DuckDBDataReader reader) : IAnswerRow
    {
        public long Number(int column) => reader.GetInt64(column);

        public string Text(int column) => reader.GetString(column);
    }
}
