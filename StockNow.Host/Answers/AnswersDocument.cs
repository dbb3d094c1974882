using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>What a run shows at its end. Parts that are null are left out.</summary>
/// <param name="Answers">The last answers.</param>
/// <param name="Selection">The readings over which they are.</param>
/// <param name="Totals">What the run handled.</param>
/// <param name="Empty">What is shown instead of answers over no readings.</param>
internal sealed record AnswersDocument(AnswersAt? Answers, Selection Selection, RunTotals? Totals, string Empty)
{
    /// <summary>The selection in words, such as <c>store paris-12, from 2025-07-01</c>; empty when all readings count.</summary>
    public string SelectionText
    {
        get
        {
            var parts = new List<string>();
            if (Selection.Store is { } store) parts.Add($"store {Display.PeopleText.Name(store)}");
            if (Selection.Product is { } product) parts.Add($"product {Display.PeopleText.Name(product)}");
            if (Selection.From is { } from) parts.Add($"from {from:yyyy-MM-dd}");
            if (Selection.To is { } to) parts.Add($"to {to:yyyy-MM-dd}");
            return string.Join(", ", parts);
        }
    }
}
