namespace StockNow.Stages.Engines;

/// <summary>Answers the questions over cells.</summary>
public interface IQuestionReader
{
    /// <summary>Answers all questions.</summary>
    /// <param name="segments">Files of cells; no reading is in two of them. At least one.</param>
    /// <param name="selection">Which readings count, and in which time zone.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EngineException">It does not know the time zone, or has too little memory.</exception>
    /// <exception cref="DamagedCellsException">A file of cells cannot be read.</exception>
    Task<Answers> AnswerAsync(IReadOnlyList<string> segments, Selection selection, CancellationToken stop);

    /// <summary>Adds up files of cells.</summary>
    /// <param name="segments">The files; no reading is in two of them.</param>
    /// <param name="merged">Where the sum is written. No file is there yet.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EngineException">It has too little memory or disk.</exception>
    /// <exception cref="DamagedCellsException">A file of cells cannot be read.</exception>
    Task MergeAsync(IReadOnlyList<string> segments, string merged, CancellationToken stop);
}

/// <summary>A file of cells cannot be read. The readings are not affected: count them again.</summary>
public sealed class DamagedCellsException(string message, Exception cause) : Exception(message, cause);
