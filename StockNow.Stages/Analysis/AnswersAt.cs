using StockNow.Stages.Engines;

namespace StockNow.Stages.Analysis;

/// <summary>Answers and how fresh they are.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="AsOf">They contain every reading that was published before this moment.</param>
/// <param name="IncludesEventLog">Whether they also contain the readings that the event log held at that moment and that were not published yet.</param>
public sealed record AnswersAt(Answers Answers, DateTimeOffset AsOf, bool IncludesEventLog);
