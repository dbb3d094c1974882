using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>What DuckDB reports, in words that name the setting.</summary>
static class DuckDbFaults
{
    /// <summary>Whether memory or disk of this machine ended the work, and not the data.</summary>
    public static bool IsOfThisMachine(DuckDBException fault) => fault.ErrorType == DuckDBErrorType.OutOfMemory || IsDiskFull(fault);

    /// <summary>The fault as it is shown.</summary>
    public static EngineException Explain(DuckDBException fault, DuckDbOptions options) =>
        fault.ErrorType == DuckDBErrorType.OutOfMemory
            ? new EngineException($"DuckDB ran out of memory within {options.MemoryLimit}: {DuckDbText.Sentence(fault)} Raise "
                + "Analysis:DuckDb:MemoryLimit.", fault)
        : IsDiskFull(fault)
            ? new EngineException($"DuckDB has no room on the disk: {DuckDbText.Sentence(fault)} It writes to the data folder and to the system's folder for "
                + "temporary files.", fault)
        : new EngineException($"DuckDB could not do its work: {DuckDbText.Sentence(fault)}", fault);

    static bool IsDiskFull(DuckDBException fault) => fault.Message.Contains("No space left", StringComparison.Ordinal);
}
