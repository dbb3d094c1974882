using Spectre.Console;
using StockNow.Host.Display;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>Answers and totals for people: a question as a heading, and below it a table with bars.</summary>
static class TableAnswers
{
    const int ProductsShown = 15, StoresShown = 20, NameShown = 16;
    const int BarWidth = 20;

    /// <summary>The text.</summary>
    /// <param name="document">What is shown.</param>
    /// <param name="width">The characters that a line may have.</param>
    /// <param name="colours">Whether colour codes may be written.</param>
    public static string Render(AnswersDocument document, int width, bool colours)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var page = new Page(text, width, colours);
        if (document.Answers is { Answers.Readings: 0 }) page.Say(document.Empty);
        else if (document.Answers is not null) ShowAnswers(page, document);
        if (document.Totals is not null) ShowTotals(page, document.Totals);
        return page.Text;
    }

    static void ShowAnswers(Page page, AnswersDocument document)
    {
        var answers = document.Answers!.Answers;
        page.Say(Sentences.Scope(document));
        page.Say(Sentences.Fresh(document.Answers));
        ShowDayTypes(page, answers);
        ShowTopProducts(page, answers.TopProducts);
        ShowTopHours(page, answers.TopHours);
        ShowStockByProduct(page, answers.StockByProduct);
        ShowStockByHour(page, answers.StockByHour);
        if (answers.Stores.Count > 1) ShowStores(page, answers.Stores);
    }

    static void ShowDayTypes(Page page, Stages.Engines.Answers answers)
    {
        page.Head(Sentences.DayTypes);
        var greatest = Math.Max(answers.Weekend.PerDay, answers.Weekday.PerDay);
        page.Rows([Column.Name(""), Column.Bar, Column.Number("alerts a day"), Column.Number("alerts"), Column.Number("days"), Column.Number("of readings")],
            new (string, DayTypeAlerts)[] { ("weekdays", answers.Weekday), ("weekend", answers.Weekend) }.Select(row => new[]
            {
                row.Item1, Bar.Of(row.Item2.PerDay, greatest, BarWidth), PeopleText.Average(row.Item2.PerDay), PeopleText.Count(row.Item2.Alerts),
                PeopleText.Count(row.Item2.Days), Sentences.FinePercent(row.Item2.PerReading),
            }));
        page.Say(Sentences.Answer(answers.Weekend, answers.Weekday));
    }

    static void ShowTopProducts(Page page, IReadOnlyList<ProductAlerts> products)
    {
        page.Head(Sentences.TopProducts);
        if (products.Count > 0)
        {
            page.Rows([Column.Name("product"), .. AlertColumns],
                products.Select(product => AlertCells(PeopleText.Name(product.ProductId), product, products[0])));
        }
        page.Say(Sentences.Answer(products));
    }

    static void ShowTopHours(Page page, IReadOnlyList<HourAlerts> hours)
    {
        page.Head(Sentences.TopHours);
        if (hours.Count > 0)
            page.Rows([Column.Name("hour"), .. AlertColumns], hours.Select(hour => AlertCells(PeopleText.Hour(hour.Hour), hour, hours[0])));
        page.Say(Sentences.Answer(hours));
    }

    static readonly Column[] AlertColumns = [Column.Bar, Column.Number("alerts"), Column.Number("a day"), Column.Number("of readings")];

    static string[] AlertCells(string name, FairAlerts alerts, FairAlerts most) =>
    [
        name, Bar.Of(alerts.Alerts, most.Alerts, BarWidth), PeopleText.Count(alerts.Alerts), PeopleText.Average(alerts.PerDay),
        Sentences.FinePercent(alerts.PerReading),
    ];

    static void ShowStockByProduct(Page page, IReadOnlyList<ProductStock> products)
    {
        page.Head(Sentences.StockByProduct);
        var shown = Sentences.LowestFirst(products).Take(ProductsShown).ToList();
        var greatest = shown.Max(product => product.StockToThreshold ?? 0);
        page.Rows([Column.Name("product"), Column.Bar, Column.Number("stock"), Column.Number("threshold"), Column.Number("of threshold")],
            shown.Select(product => new[]
            {
                PeopleText.Name(product.ProductId), Bar.Of(product.StockToThreshold ?? 0, greatest, BarWidth / 2),
                PeopleText.Average(product.AverageQuantity), PeopleText.Average(product.AverageThreshold), Part(product.StockToThreshold),
            }));
        if (products.Count > ProductsShown)
            page.Say($"and {PeopleText.Count(products.Count - ProductsShown, "more product")} with more stock. All of them: --output=csv or --output=json.");
        page.Say(Sentences.Answer(products));
    }

    static void ShowStockByHour(Page page, IReadOnlyList<HourStock> hours)
    {
        page.Head(Sentences.StockByHour);
        var greatest = hours.Max(hour => hour.StockToThreshold ?? 0);
        page.Rows([Column.Name("hour"), Column.Bar, Column.Number("of threshold"), Column.Number("stock"), Column.Number("products seen")],
            hours.Select(hour => new[]
            {
                PeopleText.Hour(hour.Hour), Bar.Of(hour.StockToThreshold ?? 0, greatest, BarWidth), Part(hour.StockToThreshold),
                PeopleText.Average(hour.AverageQuantity), PeopleText.Count(hour.DistinctProducts),
            }));
        page.Say(Sentences.Answer(hours));
    }

    static void ShowStores(Page page, IReadOnlyList<StoreAnswers> stores)
    {
        page.Head("How do the stores compare?");
        page.Rows([Column.Name("store"), Column.Number("alerts a day"), Column.Name("more on"), Column.Name("short most often"), Column.Name("at"),
            Column.Name("lowest stock")],
            stores.Take(StoresShown).Select(store => new[]
            {
                PeopleText.Name(store.Store), PeopleText.Average(Average.Of(store.Answers.Alerts, store.Answers.OpenDays)), Sentences.MoreOn(store),
                store.Answers.TopProducts is [var product, ..] ? Short(product.ProductId) : "-",
                store.Answers.TopHours is [var hour, ..] ? PeopleText.Hour(hour.Hour)[..5] : "-",
                Sentences.LowestFirst(store.Answers.StockByProduct).FirstOrDefault() is { } lowest ? Short(lowest.ProductId) : "-",
            }));
        if (stores.Count > StoresShown) page.Say($"and {PeopleText.Count(stores.Count - StoresShown, "more store")}.");
        page.Say("All answers of one store: --store=<name>.");
    }

    static string Short(string name) => PeopleText.Name(name) is { Length: > NameShown } longer ? $"{longer[..(NameShown - 1)]}…" : PeopleText.Name(name);

    static string Part(decimal? part) => part is { } known ? Sentences.Percent(known) : "-";

    static void ShowTotals(Page page, RunTotals totals)
    {
        page.Head("What was handled");
        page.Rows([Column.Name(""), Column.Number("in all"), Column.Number("this run")], totals.Lines.Select(line =>
            new[] { line.Name.Replace('_', ' '), PeopleText.Count(line.InAll), PeopleText.Count(line.ThisRun) }));
    }
}
