namespace StockNow.Stages.Engines.Questions;

/// <summary>Asks every question, one after the other.</summary>
static class AllQuestions
{
    /// <summary>The answers over the session's cells.</summary>
    public static async Task<Answers> AskAsync(IQuestionSession session, CancellationToken stop)
    {
        var totals = await session.AskAsync(Totals.Question, stop);
        var dayTypes = await session.AskAsync(WeekendOrWeekday.Question, stop);
        var topProducts = await session.AskAsync(TopProducts.Question, stop);
        var topHours = await session.AskAsync(TopHours.Question, stop);
        var stockByProduct = await session.AskAsync(StockByProduct.Question, stop);
        var stockByHour = await session.AskAsync(StockByHour.Question, stop);
        var stores = totals.ByStore.Select(store => store.Key).Order(StringComparer.Ordinal).Select(store => new StoreAnswers(store, Of(store, [])));
        return totals.All.Count == 0 ? Answers.None : Of(null, [.. stores]);

        Answers Of(string? store, IReadOnlyList<StoreAnswers> all)
        {
            var total = totals.Of(store)[0];
            var days = dayTypes.Of(store);
            return new Answers(
                total.Readings, total.Alerts, total.Days, WeekendOrWeekday.Of(days, weekend: true), WeekendOrWeekday.Of(days, weekend: false),
                topProducts.Of(store), topHours.Of(store), stockByProduct.Of(store), stockByHour.Of(store), all);
        }
    }
}
