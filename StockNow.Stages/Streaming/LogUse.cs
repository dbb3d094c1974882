namespace StockNow.Stages.Streaming;

/// <summary>What a process will do with the event log.</summary>
/// <param name="Groups">The groups that it will be a member of.</param>
/// <param name="Read">The topics that it will read.</param>
/// <param name="Written">The topics that it will write.</param>
public sealed record LogUse(IReadOnlyCollection<string> Groups, IReadOnlyCollection<string> Read, IReadOnlyCollection<string> Written);
