using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>What all files of one replay share.</summary>
/// <param name="MaxLineBytes">The longest line that is sent, in bytes.</param>
/// <param name="Reader">Reads the timestamps that set the pace.</param>
/// <param name="Judge">Finds the key of a line, and counts the lines that are no reading.</param>
/// <param name="Batch">What is sent and not yet committed.</param>
/// <param name="Pace">When each line is due; null to send as fast as possible.</param>
/// <param name="Refusals">Lines that are too long.</param>
/// <param name="Progress">How much of all files is sent.</param>
/// <param name="Log">What a person reads.</param>
sealed record ReplayRun(
    int MaxLineBytes, ReadingReader Reader, LineJudge Judge, InputBatch Batch, ReplayPace? Pace, Refusals Refusals, ReplayProgress Progress, ILogger Log);
