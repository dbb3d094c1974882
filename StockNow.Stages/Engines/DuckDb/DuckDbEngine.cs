using DuckDB.NET.Data;
using StockNow.Stages.Engines.Cells;
using StockNow.Stages.Engines.Questions;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>DuckDB in this process. Every call opens a database in memory and closes it again, so nothing remains between calls.</summary>
sealed class DuckDbEngine(DuckDbOptions options) : IAnalysisEngine, IQuestionReader
{
    /// <inheritdoc/>
    public string Description => $"DuckDB in process, {options.MemoryLimit}, {options.Threads} {(options.Threads == 1 ? "thread" : "threads")}";

    /// <inheritdoc/>
    public bool ReadsRemoteFiles => false;

    /// <inheritdoc/>
    public Task CountAsync(IReadOnlyList<string> files, string segment, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        return InSessionAsync(async session =>
        {
            try
            {
                await session.ExecuteAsync(DuckDbText.ReadingsView(files), stop);
                await session.ExecuteAsync(Copy(CellColumns.Query("epoch_ms(timestamp)"), segment), stop);
                return true;
            }
            catch (DuckDBException fault) when (!DuckDbFaults.IsOfThisMachine(fault))
            {
                var damaged = DamagedFile.NamedIn(fault, files) ?? await DamagedFile.FindAsync(session, files, stop);
                throw damaged is null
                    ? new EngineException($"DuckDB could not count the readings of {files.Count} files: {DuckDbText.Sentence(fault)}", fault)
                    : new EngineException($"DuckDB cannot read the lake's file {damaged}: {DuckDbText.Sentence(fault)} Put it back from a copy; 'lake verify "
                    + "--deep' lists what else is wrong.", fault);
            }
        }, stop);
    }

    /// <inheritdoc/>
    public Task<Answers> AnswerAsync(IReadOnlyList<string> segments, Selection selection, CancellationToken stop) => InSessionAsync(async session =>
    {
        await session.SetTimeZoneAsync(selection.TimeZone, stop);
        await OverCellsAsync(() => session.ExecuteAsync(CellsTable.Create(segments, selection), stop));
        return await AllQuestions.AskAsync(session, stop);
    }, stop);

    /// <inheritdoc/>
    public Task MergeAsync(IReadOnlyList<string> segments, string merged, CancellationToken stop) => InSessionAsync(async session =>
    {
        await OverCellsAsync(() => session.ExecuteAsync(Copy($"""
            SELECT {CellColumns.Time}, {CellColumns.Store}, {CellColumns.Product}, {Sum(CellColumns.Readings)}, {Sum(CellColumns.Alerts)},
                   {Sum(CellColumns.Quantity)}, {Sum(CellColumns.Threshold)}
            FROM {DuckDbText.Files(segments)}
            GROUP BY ALL
            """, merged), stop));
        return true;

        static string Sum(string column) => $"CAST(sum({column}) AS BIGINT) AS {column}";
    }, stop);

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken stop) => Task.Run(() => DuckDbSession.Open(options).Dispose(), stop);

    static string Copy(string query, string file) => $"COPY ({query}) TO {DuckDbText.Literal(file)} (FORMAT parquet, COMPRESSION zstd)";

    static async Task OverCellsAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DuckDBException fault) when (!DuckDbFaults.IsOfThisMachine(fault))
        {
            throw new DamagedCellsException($"DuckDB cannot read the cells: {DuckDbText.Sentence(fault)}", fault);
        }
    }

    // DuckDB works on the thread that calls it, so one is taken from the pool.
    Task<T> InSessionAsync<T>(Func<DuckDbSession, Task<T>> work, CancellationToken stop) => Task.Run(async () =>
    {
        using var session = DuckDbSession.Open(options);
        try
        {
            return await work(session);
        }
        catch (DuckDBException fault)
        {
            throw DuckDbFaults.Explain(fault, options);
        }
    }, stop);
}
