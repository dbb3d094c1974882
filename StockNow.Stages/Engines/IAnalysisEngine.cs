namespace StockNow.Stages.Engines;

/// <summary>Counts the readings of the lake's published files in cells. The same files give the same cells, whatever the engine.</summary>
public interface IAnalysisEngine
{
    /// <summary>What the banner calls it: kind and place; never a secret.</summary>
    string Description { get; }

    /// <summary>Whether it reaches files of HDFS and S3 by their URIs. If not, it gets copies on this machine.</summary>
    bool ReadsRemoteFiles { get; }

    /// <summary>Counts the readings of files.</summary>
    /// <param name="files">The published files, as paths or URIs; at least one.</param>
    /// <param name="segment">Where the cells are written, a Parquet file with the columns of <see cref="Cells.CellColumns"/>. No file is there yet.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EngineException">The engine is away, or refuses.</exception>
    Task CountAsync(IReadOnlyList<string> files, string segment, CancellationToken stop);

    /// <summary>Asks the engine for a sign of life.</summary>
    /// <exception cref="EngineException">The engine is away.</exception>
    Task PingAsync(CancellationToken stop);
}

/// <summary>The engine did not do what was asked; trying again later may help. Says what, where and what to do.</summary>
public sealed class EngineException(string message, Exception? cause = null) : Exception(message, cause);
