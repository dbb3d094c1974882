using DuckDB.NET.Data;
using StockNow.Stages.Engines.Questions;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>Answers by DuckDB in this process. Every call opens a database in memory and closes it again, so nothing remains between calls.</summary>
sealed class DuckDbEngine(DuckDbOptions options) : IAnalysisEngine
{
    /// <inheritdoc/>
    public string Description => $"DuckDB in process, {options.MemoryLimit}, {options.Threads} {(options.Threads == 1 ? "thread" : "threads")}";

    /// <inheritdoc/>
    public Task<Answers> AnswerAsync(IReadOnlyList<string> files, string timeZone, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));

        // DuckDB works on the thread that calls it, so one is taken from the pool.
        return Task.Run(
            async () =>
            {
                using var session = Open();
                await SetTimeZoneAsync(session, timeZone, stop);
                return await AnswerAsync(session, files, stop);
            },
            stop);
    }

    /// <inheritdoc/>
    public bool ReadsRemoteFiles => false;

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken stop) => Task.Run(() => Open().Dispose(), stop);

    DuckDbSession Open()
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

    static async Task SetTimeZoneAsync(DuckDbSession session, string timeZone, CancellationToken stop)
    {
        // Left alone, DuckDB counts days by the calendar of the system's language, in which some dates do not exist.
        await session.ExecuteAsync("SET Calendar = 'gregorian'", stop);
        try
        {
            await session.ExecuteAsync($"SET TimeZone = {DuckDbText.Literal(timeZone)}", stop);
        }
        catch (DuckDBException fault)
        {
            throw new EngineException($"DuckDB does not know the time zone '{timeZone}'. Give Analysis:TimeZone an IANA name, such as UTC or "
                + $"Europe/Paris.", fault);
        }
    }

    async Task<Answers> AnswerAsync(DuckDbSession session, IReadOnlyList<string> files, CancellationToken stop)
    {
        try
        {
            await session.ExecuteAsync(DuckDbText.ReadingsView(files), stop);
            return await AllQuestions.AskAsync(session, stop);
        }
        catch (DuckDBException fault) when (fault.ErrorType == DuckDB.NET.Native.DuckDBErrorType.OutOfMemory)
        {
            throw new EngineException($"DuckDB ran out of memory within {options.MemoryLimit}: {DuckDbText.Sentence(fault)} Raise "
                + $"Analysis:DuckDb:MemoryLimit.", fault);
        }
        catch (DuckDBException fault)
        {
            var damaged = DamagedFile.NamedIn(fault, files) ?? await DamagedFile.FindAsync(session, files, stop);
            throw damaged is null
                ? new EngineException($"DuckDB could not answer over {files.Count} files: {DuckDbText.Sentence(fault)}", fault)
                : new EngineException($"DuckDB cannot read the lake's file {damaged}: {DuckDbText.Sentence(fault)} Put it back from a copy; 'lake verify "
                + "--deep' lists what else is wrong.", fault);
        }
    }
}
