using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

/// <summary>What is shown, with little around it.</summary>
static class Documents
{
    /// <summary>When the answers were found.</summary>
    public static DateTimeOffset Noon { get; } = new(2025, 7, 9, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Answers over published readings only.</summary>
    public static AnswersAt At(Stages.Engines.Answers answers) => new(answers, Noon, new Dictionary<TopicPartition, long>());

    /// <summary>A document over all readings.</summary>
    public static AnswersDocument Of(Stages.Engines.Answers? answers, RunTotals? totals = null, string timeZone = "UTC") =>
        new(answers is null ? null : At(answers), new Selection(timeZone), totals, NoData.Text());
}
