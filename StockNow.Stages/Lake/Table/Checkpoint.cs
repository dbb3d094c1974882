namespace StockNow.Stages.Lake.Table;

/// <summary>
/// A copy of intents that follow one another, made when all their files are published: one object to read instead of many. The intents stay; they alone
/// decide.
/// </summary>
sealed record Checkpoint
{
    /// <summary>The form that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    const long MostFiles = 5_000;

    /// <summary>The form it is written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The intents, at least one, in the order of the chain.</summary>
    public required IReadOnlyList<Intent> Intents { get; init; }

    /// <summary>Whether this many intents with so many files are enough for a checkpoint. The files bound its length.</summary>
    /// <param name="intents">How many intents there are.</param>
    /// <param name="files">How many files they name together.</param>
    /// <param name="every">After how many intents a checkpoint is made.</param>
    public static bool IsDue(int intents, long files, int every) => intents >= every || files >= MostFiles;
}
