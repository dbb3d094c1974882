using System.Globalization;
using StockNow.Host.Display;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;

namespace StockNow.Host.Answers;

/// <summary>The questions as a manager asks them, and the answer to each in one sentence.</summary>
static class Sentences
{
    public const string DayTypes = "Do products run short more at the weekend or on weekdays?";
    public const string TopProducts = "Which products run short most often?";
    public const string TopHours = "At which hours do products run short most often?";
    public const string StockByProduct = "How much of each product is on the shelf, on average?";
    public const string StockByHour = "How does the stock change over the day?";

    /// <summary>The readings over which the answers are.</summary>
    public static string Scope(AnswersDocument document)
    {
        var (answers, _, _) = document.Answers!;
        var selected = document.Selection.IsPart ? $"The selection ({document.SelectionText}) has" : "There are";
        return $"{selected} {PeopleText.Count(answers.Readings, "reading")} of {PeopleText.Count(answers.OpenDays, "day")}; "
            + $"{PeopleText.Count(answers.Alerts)} of them {(answers.Alerts == 1 ? "is an alert" : "are alerts")}. Time zone: {document.Selection.TimeZone}.";
    }

    /// <summary>How fresh the answers are.</summary>
    public static string Fresh(AnswersAt answers) => string.Create(CultureInfo.InvariantCulture,
        $"{(answers.IncludesEventLog ? "All readings up to" : "Published readings up to")} {answers.AsOf.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");

    /// <summary>Question 1.</summary>
    public static string Answer(DayTypeAlerts weekend, DayTypeAlerts weekday) => (weekend, weekday) switch
    {
        ({ Days: 0 }, _) => "There are no readings of a weekend yet.",
        (_, { Days: 0 }) => "There are no readings of a weekday yet.",
        _ when weekend.PerDay == weekday.PerDay => "As much on one as on the other.",
        ({ PerDay: 0 }, _) => "On weekdays only.",
        (_, { PerDay: 0 }) => "At the weekend only.",
        _ when weekend.PerDay > weekday.PerDay => $"More at the weekend: {PeopleText.Average(weekend.PerDay / weekday.PerDay)} times as many alerts a day.",
        _ => $"More on weekdays: {PeopleText.Average(weekday.PerDay / weekend.PerDay)} times as many alerts a day.",
    };

    /// <summary>Question 2.</summary>
    public static string Answer(IReadOnlyList<ProductAlerts> products) => products.Count == 0 ? "No product has run short yet."
        : $"{PeopleText.Name(products[0].ProductId)} ran short most often: {PeopleText.Count(products[0].Alerts, "alert")} on "
            + $"{PeopleText.Count(products[0].Days, "day")}.";

    /// <summary>Question 3.</summary>
    public static string Answer(IReadOnlyList<HourAlerts> hours)
    {
        if (hours.Count == 0) return "No product has run short yet.";
        var most = $"{PeopleText.Hour(hours[0].Hour)} has most: {PeopleText.Count(hours[0].Alerts, "alert")}.";
        var fair = hours.MaxBy(hour => hour.PerReading)!;
        return fair.Hour == hours[0].Hour ? most
            : $"{most} By their share of the readings it is {PeopleText.Hour(fair.Hour)}, with {Percent(fair.PerReading)}.";
    }

    /// <summary>Question 4.</summary>
    public static string Answer(IReadOnlyList<ProductStock> products) => LowestFirst(products).FirstOrDefault() is not { StockToThreshold: { } part } lowest
        ? "No product has a threshold."
        : $"{PeopleText.Name(lowest.ProductId)} is lowest: on average {PeopleText.Average(lowest.AverageQuantity)} on the shelf, {Percent(part)} of its "
            + "threshold.";

    /// <summary>Question 5.</summary>
    public static string Answer(IReadOnlyList<HourStock> hours)
    {
        if (hours.Where(hour => hour.StockToThreshold is not null).MinBy(hour => hour.StockToThreshold) is not { } lowest) return "No product has a threshold.";
        var answer = $"{PeopleText.Hour(lowest.Hour)} is lowest: the stock is {Percent(lowest.StockToThreshold!.Value)} of the thresholds.";
        return hours.DistinctBy(hour => hour.DistinctProducts).Count() == 1 ? answer
            : $"{answer} The hours saw different products, so compare the percentages, not the averages.";
    }

    /// <summary>The products, those with the lowest stock for their threshold first.</summary>
    public static IEnumerable<ProductStock> LowestFirst(IReadOnlyList<ProductStock> products) =>
        products.OrderBy(product => product.StockToThreshold ?? decimal.MaxValue).ThenBy(product => product.ProductId, StringComparer.Ordinal);

    /// <summary>Which kind of day has more alerts, in a word or two.</summary>
    public static string MoreOn(StoreAnswers store) => (store.Answers.Weekend, store.Answers.Weekday) switch
    {
        ({ Days: 0 }, _) or (_, { Days: 0 }) => "-",
        var (weekend, weekday) => weekend.PerDay == weekday.PerDay ? "equal" : weekend.PerDay > weekday.PerDay ? "weekend" : "weekdays",
    };

    /// <summary>A part in per cent.</summary>
    public static string Percent(decimal part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:N0} %");

    /// <summary>A part in per cent with one decimal.</summary>
    public static string FinePercent(decimal part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:N1} %");
}
