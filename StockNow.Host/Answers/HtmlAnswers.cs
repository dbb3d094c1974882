using StockNow.Host.Display;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>Answers and totals as one web page with charts, to look at and to print.</summary>
static class HtmlAnswers
{
    const int ProductsShown = 25;

    /// <summary>The page.</summary>
    public static string Render(AnswersDocument document)
    {
        var page = new HtmlPage("Stock report");
        if (document.Answers is null) page.Header();
        else if (document.Answers.Answers.Readings == 0) page.Header(document.Empty);
        else
        {
            page.Header(Sentences.Scope(document), Sentences.Fresh(document.Answers));
            AddAnswers(page, document.Answers.Answers);
        }
        if (document.Totals is { } totals) AddTotals(page, totals);
        return page.ToString();
    }

    static void AddAnswers(HtmlPage page, Stages.Engines.Answers answers)
    {
        page.Begin(Sentences.DayTypes, Sentences.Answer(answers.Weekend, answers.Weekday));
        var greatest = Math.Max(answers.Weekend.PerDay, answers.Weekday.PerDay);
        page.Table("", [new("alerts a day"), new("alerts"), new("days", IsExtra: true), new("of readings", IsExtra: true)],
            [DayRow("Weekdays", answers.Weekday, greatest), DayRow("Weekend", answers.Weekend, greatest)]);
        page.End();

        page.Begin(Sentences.TopProducts, Sentences.Answer(answers.TopProducts));
        page.Table("product", AlertColumns, [.. answers.TopProducts.Select(one => AlertRow(PeopleText.Name(one.ProductId), one, answers.TopProducts[0]))]);
        page.End();

        page.Begin(Sentences.TopHours, Sentences.Answer(answers.TopHours));
        page.Table("hour", AlertColumns, [.. answers.TopHours.Select(one => AlertRow(PeopleText.Hour(one.Hour), one, answers.TopHours[0]))]);
        page.End();

        AddStockByProduct(page, answers.StockByProduct);

        page.Begin(Sentences.StockByHour, Sentences.Answer(answers.StockByHour));
        page.Draw(HtmlHours.Draw("Stock of each hour in per cent of the thresholds",
            answers.StockByHour.Where(hour => hour.StockToThreshold is not null).ToDictionary(hour => hour.Hour, hour => hour.StockToThreshold!.Value)));
        page.Note("Stock in per cent of the thresholds, by hour of the day. The dashed line is the threshold.");
        page.End();

        if (answers.Stores.Count > 1) AddStores(page, answers.Stores);
    }

    static readonly HtmlColumn[] AlertColumns = [new("alerts"), new("a day"), new("of readings", IsExtra: true)];

    static HtmlRow DayRow(string name, DayTypeAlerts day, decimal greatest) => new(name, greatest == 0 ? 0 : day.PerDay / greatest,
        PeopleText.Average(day.PerDay), PeopleText.Count(day.Alerts), PeopleText.Count(day.Days), Sentences.FinePercent(day.PerReading));

    static HtmlRow AlertRow(string name, FairAlerts alerts, FairAlerts most) => new(name, (decimal)alerts.Alerts / most.Alerts,
        PeopleText.Count(alerts.Alerts), PeopleText.Average(alerts.PerDay), Sentences.FinePercent(alerts.PerReading));

    static void AddStockByProduct(HtmlPage page, IReadOnlyList<ProductStock> products)
    {
        page.Begin(Sentences.StockByProduct, Sentences.Answer(products));
        var shown = Sentences.LowestFirst(products).Take(ProductsShown).ToList();
        var greatest = Math.Max(1, shown.Max(product => product.StockToThreshold ?? 0));
        HtmlColumn[] columns = [new("of threshold"), new("stock"), new("threshold", IsExtra: true), new("readings", IsExtra: true)];
        page.Table("product", columns, [.. shown.Select(product => new HtmlRow(
            PeopleText.Name(product.ProductId), (product.StockToThreshold ?? 0) / greatest,
            product.StockToThreshold is { } part ? Sentences.Percent(part) : "-", PeopleText.Average(product.AverageQuantity),
            PeopleText.Average(product.AverageThreshold), PeopleText.Count(product.Readings)))]);
        if (products.Count > ProductsShown)
            page.Note($"The {ProductsShown} products with the lowest stock for their threshold, of {PeopleText.Count(products.Count)}.");
        page.End();
    }

    static void AddStores(HtmlPage page, IReadOnlyList<StoreAnswers> stores)
    {
        var perDay = stores.ToDictionary(store => store, store => Average.Of(store.Answers.Alerts, store.Answers.OpenDays));
        var most = perDay.MaxBy(store => store.Value);
        page.Begin("How do the stores compare?",
            $"{PeopleText.Name(most.Key.Store)} has most alerts for its open days: {PeopleText.Average(most.Value)} a day.");
        HtmlColumn[] columns =
        [
            new("alerts a day"), new("more on", IsText: true), new("short most often", IsExtra: true, IsText: true), new("at", IsText: true),
            new("lowest stock", IsExtra: true, IsText: true),
        ];
        page.Table("store", columns, [.. stores.Select(store => new HtmlRow(
            PeopleText.Name(store.Store), most.Value == 0 ? 0 : perDay[store] / most.Value, PeopleText.Average(perDay[store]), Sentences.MoreOn(store),
            store.Answers.TopProducts is [var product, ..] ? PeopleText.Name(product.ProductId) : "-",
            store.Answers.TopHours is [var hour, ..] ? PeopleText.Hour(hour.Hour)[..5] : "-",
            Sentences.LowestFirst(store.Answers.StockByProduct).FirstOrDefault() is { } lowest ? PeopleText.Name(lowest.ProductId) : "-"))]);
        page.End();
    }

    static void AddTotals(HtmlPage page, RunTotals totals)
    {
        page.Begin("What was handled", "Records since the event log was created, and of this run.");
        page.Table("", [new("in all"), new("this run")], [.. totals.Lines.Select(line =>
            new HtmlRow(line.Name.Replace('_', ' '), null, PeopleText.Count(line.InAll), PeopleText.Count(line.ThisRun)))]);
        page.End();
    }
}
