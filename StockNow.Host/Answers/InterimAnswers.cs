using StockNow.Host.Display;

namespace StockNow.Host.Answers;

/// <summary>Answers at a glance, while readings still arrive.</summary>
static class InterimAnswers
{
    /// <summary>A few lines of text without their ends.</summary>
    public static IReadOnlyList<string> Lines(Stages.Engines.Answers answers)
    {
        if (answers.Readings == 0) return [NoData.InterimText];
        var lines = new List<string>
        {
            $"Answers so far: {PeopleText.Count(answers.Readings, "reading")}, {PeopleText.Count(answers.Alerts, "alert")}; " +
            $"{PeopleText.Average(answers.Weekday.PerDay)} alerts a day on {PeopleText.Count(answers.Weekday.Days, "weekday")}, "
            + $"{PeopleText.Average(answers.Weekend.PerDay)} on {PeopleText.Count(answers.Weekend.Days, "weekend day")}.",
        };
        if (answers.Alerts == 0) return lines;
        var products = answers.TopProducts.Take(3).Select(product => $"{PeopleText.Name(product.ProductId)} {PeopleText.Count(product.Alerts)}");
        var hours = answers.TopHours.Take(3).Select(hour => $"{PeopleText.Hour(hour.Hour)} {PeopleText.Count(hour.Alerts)}");
        lines.Add($"  Short most often: {string.Join(", ", products)}.");
        lines.Add($"  Busiest hours: {string.Join(", ", hours)}.");
        return lines;
    }
}
