using StockNow.Stages.Base;

namespace StockNow.Stages.Lake.Table;

/// <summary>Files of a range are gone, and the event log no longer holds its records: nothing can bring them back but a backup.</summary>
sealed class LostRangeException(Intent intent, IReadOnlySet<string> files, string message) : UnrecoverableException(message)
{
    /// <summary>The range.</summary>
    public LostRange Range { get; } = new(intent, [.. intent.Files.Where(file => files.Contains(file.Path))], message);
}

/// <summary>A range of which files are lost.</summary>
/// <param name="Intent">The range.</param>
/// <param name="Files">The files that are lost.</param>
/// <param name="Fault">What happened and what to do, for a person.</param>
public sealed record LostRange(Intent Intent, IReadOnlyList<IntentFile> Files, string Fault)
{
    /// <summary>How many rows the files hold.</summary>
    public long Rows => Files.Sum(file => file.Rows);
}
