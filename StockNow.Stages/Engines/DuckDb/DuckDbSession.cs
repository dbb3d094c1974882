using DuckDB.NET.Data;
using StockNow.Stages.Engines.Questions;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>A database in memory with capped memory and threads, and a folder of its own to spill into.</summary>
sealed class DuckDbSession : IQuestionSession, IDisposable
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

    /// <summary>Opens one.</summary>
    /// <exception cref="EngineException">DuckDB does not start here.</exception>
    public static DuckDbSession Open(DuckDbOptions options)
    {
        try
        {
            return new DuckDbSession(options);
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new EngineException(
                "DuckDB's native library does not load on this machine. It needs 64-bit Linux with glibc, macOS or Windows; Alpine and other musl systems do "
                + "not serve.", fault);
        }
        catch (DuckDBException fault)
        {
            throw new EngineException($"DuckDB does not start: {DuckDbText.Sentence(fault)} Look at the settings in Analysis:DuckDb.", fault);
        }
    }

    /// <summary>Sets the zone in which days and hours are counted.</summary>
    /// <exception cref="EngineException">DuckDB does not know it.</exception>
    public async Task SetTimeZoneAsync(string timeZone, CancellationToken stop)
    {
        // Left alone, DuckDB counts days by the calendar of the system's language, in which some dates do not exist.
        await ExecuteAsync("SET Calendar = 'gregorian'", stop);
        try
        {
            await ExecuteAsync($"SET TimeZone = {DuckDbText.Literal(timeZone)}", stop);
        }
        catch (DuckDBException fault)
        {
            throw new EngineException($"DuckDB does not know the time zone '{timeZone}'. Give Analysis:TimeZone an IANA name, such as UTC or "
                + "Europe/Paris.", fault);
        }
    }

    public async Task ExecuteAsync(string sql, CancellationToken stop)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(stop);
        stop.ThrowIfCancellationRequested(); // an interrupt that came too late for this statement ends the work before the next
    }

    public async Task<Rows<T>> AskAsync<T>(Question<T> question, CancellationToken stop)
    {
        var (all, stores) = (new List<T>(), new List<(string Store, T Row)>());
        await ReadAsync(question.Sql, reader =>
        {
            var answer = question.Read(new Row(reader));
            if (reader.GetInt64(0) == 1) all.Add(answer);
            else stores.Add((reader.GetString(1), answer));
        }, stop);
        return new Rows<T>(all, stores.ToLookup(row => row.Store, row => row.Row, StringComparer.Ordinal));
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

    readonly struct Row(DuckDBDataReader reader) : IAnswerRow
    {
        const int Stores = 2; // the columns that every question begins with

        public long Number(int column) => reader.GetInt64(Stores + column);

        public string Text(int column) => reader.GetString(Stores + column);
    }
}
