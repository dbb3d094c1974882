using StockNow.Host.Answers;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

/// <summary>What is shown, with little around it.</summary>
static class Documents
{
    /// <summary>When the answers were found.</summary>
    public static DateTimeOffset Noon { get; } = new(2025, 7, 9, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A document over all readings.</summary>
    public static AnswersDocument Of(Stages.Engines.Answers? answers, RunTotals? totals = null, string timeZone = "UTC") =>
        new(answers is null ? null : new AnswersAt(answers, Noon, IncludesEventLog: false), new Selection(timeZone), totals, NoData.Text());
}
