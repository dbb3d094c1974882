using StockNow.Stages.Engines;

namespace StockNow.Tests.Answers;

/// <summary>Small answers with names that are hard to print.</summary>
static class SampleAnswers
{
    public static Stages.Engines.Answers Some { get; } = new(
        12_345, 1_234, new DayTypeAlerts(234, 2), new DayTypeAlerts(1_000, 5),
        [new ProductAlerts("crème solaire", 900), new ProductAlerts("皮靴", 300), new ProductAlerts("say \"hi\", 🎿", 34)],
        [new HourAlerts(15, 1_200), new HourAlerts(9, 34)],
        [new ProductStock("crème solaire", 3.333333m, 4m, 8_000), new ProductStock("say \"hi\", 🎿", 10.5m, 2.25m, 1), new ProductStock("皮靴", 0m, 3m, 4_344)],
        [new HourStock(9, 2.5m, 1), new HourStock(15, 20m, 3)]);

    public static Host.Answers.RunTotals Totals { get; } =
        new([new("readings", 12_345, 345), new("alerts", 1_234, 34), new("reports", 1_234, 34), new("rows_stored", 12_340, 340), new("dead_letters", 5, 1)]);
}
