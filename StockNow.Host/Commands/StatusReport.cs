using StockNow.Host.Health;
using StockNow.Host.Shelves;

namespace StockNow.Host.Commands;

/// <summary>How the pipeline stands: what the event log and the lake hold, what waits, and how the shelves are.</summary>
/// <param name="Place">What was looked at.</param>
/// <param name="Running">What the running process says; null when none answers or none was asked.</param>
/// <param name="RunningFrom">Where a process was asked; null when <c>Http:Url</c> is not set.</param>
/// <param name="Records">Records that were ever written to each topic, by what they are.</param>
/// <param name="DeadLetters">Dead letters that were not purged.</param>
/// <param name="Rows">Rows in the lake.</param>
/// <param name="Files">Its files.</param>
/// <param name="Waiting">Records that wait for each stage.</param>
/// <param name="Shelves">The shelves.</param>
internal sealed record StatusReport(
    AuditPlace Place, HealthReport? Running, string? RunningFrom, IReadOnlyList<KeyValuePair<string, long>> Records, long DeadLetters, long Rows, int Files,
    IReadOnlyDictionary<string, long> Waiting, ShelfPicture Shelves);
