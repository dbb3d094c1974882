using StockNow.Contracts.Topics;
using StockNow.Stages.Engines;

namespace StockNow.Stages.Analysis;

/// <summary>Answers and how fresh they are.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="AsOf">They contain every reading that was published before this moment.</param>
/// <param name="Ends">
/// They contain every reading before these offsets of the event log, published or not. Empty when they contain published readings only.
/// </param>
public sealed record AnswersAt(Answers Answers, DateTimeOffset AsOf, IReadOnlyDictionary<TopicPartition, long> Ends)
{
    /// <summary>Whether they contain readings of the event log that are not published yet.</summary>
    public bool IncludesEventLog => Ends.Count > 0;
}
