namespace StockNow.Stages.Streaming;

/// <summary>Another process has what only one may have. Nothing is wrong: who asked stands by, and takes over when that process ends.</summary>
/// <param name="message">What is wanted and who has it.</param>
sealed class StandsByException(string message) : EventLogException($"{message}. It takes over when that one ends.");
