using Spectre.Console;
using StockNow.Host.Display;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>Answers and totals for people: a question as a heading, and below it a table with bars.</summary>
static class TableAnswers
{
    const int ProductsShown = 15;
    const int BarWidth = 20;

    /// <summary>The text. Parts that are null are left out.</summary>
    /// <param name="timeZone">The zone in which days and hours were counted.</param>
    /// <param name="width">The characters that a line may have.</param>
    /// <param name="colours">Whether colour codes may be written.</param>
    /// <param name="empty">What is said over an empty lake.</param>
    public static string Render(Stages.Engines.Answers? answers, string timeZone, RunTotals? totals, int width, bool colours, string? empty = null)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var page = new Page(text, width, colours);
        if (answers is { Readings: 0 }) page.Say(empty ?? NoData.Text());
        else if (answers is not null) ShowAnswers(page, answers, timeZone);
        if (totals is not null) ShowTotals(page, totals);
        return page.Text;
    }

    static void ShowAnswers(Page page, Stages.Engines.Answers answers, string timeZone)
    {
        page.Say($"The lake holds {PeopleText.Count(answers.Readings, "reading")}; {PeopleText.Count(answers.Alerts)} of them "
            + $"{(answers.Alerts == 1 ? "is an alert" : "are alerts")}. Time zone: {timeZone}.");
        ShowDayTypes(page, answers);
        ShowTopProducts(page, answers.TopProducts);
        ShowTopHours(page, answers.TopHours);
        ShowStockByProduct(page, answers.StockByProduct);
        ShowStockByHour(page, answers.StockByHour);
    }

    static void ShowDayTypes(Page page, Stages.Engines.Answers answers)
    {
        page.Head("Do products run short more at the weekend or on weekdays?");
        var greatest = Math.Max(answers.Weekend.PerDay, answers.Weekday.PerDay);
        page.Rows([Column.Name(""), Column.Bar, Column.Number("alerts a day"), Column.Number("alerts"), Column.Number("days")],
            new[] { ("weekdays", answers.Weekday), ("weekend", answers.Weekend) }.Select(row => new[]
            {
                row.Item1, Bar.Of(row.Item2.PerDay, greatest, BarWidth), PeopleText.Average(row.Item2.PerDay), PeopleText.Count(row.Item2.Alerts),
                    PeopleText.Count(row.Item2.Days),
            }));
        page.Say(Verdict(answers.Weekend, answers.Weekday));
    }

    internal static string Verdict(DayTypeAlerts weekend, DayTypeAlerts weekday) => (weekend, weekday) switch
    {
        ({ Days: 0 }, _) => "There are no readings of a weekend yet.",
        (_, { Days: 0 }) => "There are no readings of a weekday yet.",
        _ when weekend.PerDay == weekday.PerDay => "As much on one as on the other.",
        ({ PerDay: 0 }, _) => "On weekdays only.",
        (_, { PerDay: 0 }) => "At the weekend only.",
        _ when weekend.PerDay > weekday.PerDay => $"More at the weekend: {PeopleText.Average(weekend.PerDay / weekday.PerDay)} times as many alerts a day.",
        _ => $"More on weekdays: {PeopleText.Average(weekday.PerDay / weekend.PerDay)} times as many alerts a day.",
    };

    static void ShowTopProducts(Page page, IReadOnlyList<ProductAlerts> products)
    {
        page.Head("Which products run short most often?");
        if (products.Count == 0) page.Say("None did yet.");
        else page.Rows([Column.Name("product"), Column.Bar, Column.Number("alerts")],
            products.Select(product => new[] { PeopleText.Name(product.ProductId), Bar.Of(product.Alerts, products[0].Alerts, BarWidth),
            PeopleText.Count(product.Alerts) }));
    }

    static void ShowTopHours(Page page, IReadOnlyList<HourAlerts> hours)
    {
        page.Head("At which hours do products run short most often?");
        if (hours.Count == 0) page.Say("At none yet.");
        else page.Rows([Column.Name("hour"), Column.Bar, Column.Number("alerts")],
            hours.Select(hour => new[] { PeopleText.Hour(hour.Hour), Bar.Of(hour.Alerts, hours[0].Alerts, BarWidth), PeopleText.Count(hour.Alerts) }));
    }

    static void ShowStockByProduct(Page page, IReadOnlyList<ProductStock> products)
    {
        page.Head("How much of each product is on the shelf, on average?");
        var shown = products.Take(ProductsShown).ToList();
        var greatest = shown.Max(product => product.AverageQuantity);
        page.Rows([Column.Name("product"), Column.Bar, Column.Number("stock"), Column.Number("threshold"), Column.Number("readings")],
            shown.Select(product => new[]
            {
                PeopleText.Name(product.ProductId), Bar.Of(product.AverageQuantity, greatest, BarWidth / 2),
                PeopleText.Average(product.AverageQuantity), PeopleText.Average(product.AverageThreshold), PeopleText.Count(product.Readings),
            }));
        if (products.Count > ProductsShown)
            page.Say($"and {PeopleText.Count(products.Count - ProductsShown, "more product")}, by name. All of them: --output=csv or --output=json.");
    }

    static void ShowStockByHour(Page page, IReadOnlyList<HourStock> hours)
    {
        page.Head("How does the stock change over the day?");
        var greatest = hours.Max(hour => hour.AverageQuantity);
        page.Rows([Column.Name("hour"), Column.Bar, Column.Number("average stock"), Column.Number("products seen")],
            hours.Select(hour => new[]
            {
                PeopleText.Hour(hour.Hour), Bar.Of(hour.AverageQuantity, greatest, BarWidth), PeopleText.Average(hour.AverageQuantity),
                    PeopleText.Count(hour.DistinctProducts),
            }));
    }

    static void ShowTotals(Page page, RunTotals totals)
    {
        page.Head("What was handled");
        page.Rows([Column.Name(""), Column.Number("in all"), Column.Number("this run")], totals.Lines.Select(line =>
            new[] { line.Name.Replace('_', ' '), PeopleText.Count(line.InAll), PeopleText.Count(line.ThisRun) }));
    }
}
