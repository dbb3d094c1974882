using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

/// <summary>Small answers with names that are hard to print.</summary>
static class SampleAnswers
{
    public static Stages.Engines.Answers Some { get; } = new(
        12_345, 1_234, 7, new DayTypeAlerts(234, 2, 2_345), new DayTypeAlerts(1_000, 5, 10_000),
        [new ProductAlerts("crème solaire", 900, 7, 8_000), new ProductAlerts("皮靴", 300, 6, 4_344), new ProductAlerts("say \"hi\", 🎿", 34, 1, 40)],
        [new HourAlerts(15, 1_200, 7, 8_000), new HourAlerts(9, 34, 2, 100)],
        [new ProductStock("crème solaire", 3.333333m, 4m, 8_000), new ProductStock("say \"hi\", 🎿", 10.5m, 2.25m, 1), new ProductStock("皮靴", 0m, 3m, 4_344)],
        [new HourStock(9, 2.5m, 5m, 1, 100), new HourStock(15, 20m, 4m, 3, 8_000)],
        []);

    /// <summary>The same with two stores.</summary>
    public static Stages.Engines.Answers OfTwoStores { get; } =
        Some with { Stores = [new StoreAnswers("lyon-1", Some), new StoreAnswers("=paris", Some with { Alerts = 12, TopProducts = [], TopHours = [] })] };

    public static Host.Answers.RunTotals Totals { get; } =
        new([new("readings", 12_345, 345), new("alerts", 1_234, 34), new("reports", 1_234, 34), new("rows_stored", 12_340, 340), new("dead_letters", 5, 1)]);
}
