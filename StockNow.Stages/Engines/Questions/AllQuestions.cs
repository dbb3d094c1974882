namespace StockNow.Stages.Engines.Questions;

/// <summary>Asks every question, one after the other.</summary>
static class AllQuestions
{
    /// <summary>The answers over the session's view.</summary>
    public static async Task<Answers> AskAsync(IEngineSession session, CancellationToken stop)
    {
        var totals = await session.AskAsync(Totals.Question, stop);
        var dayTypes = await session.AskAsync(WeekendOrWeekday.Question, stop);
        return new Answers(
            totals[0].Readings, totals[0].Alerts, WeekendOrWeekday.Of(dayTypes, weekend: true), WeekendOrWeekday.Of(dayTypes, weekend: false),
            await session.AskAsync(TopProducts.Question, stop), await session.AskAsync(TopHours.Question, stop),
            await session.AskAsync(StockByProduct.Question, stop), await session.AskAsync(StockByHour.Question, stop));
    }
}
