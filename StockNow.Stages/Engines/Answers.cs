namespace StockNow.Stages.Engines;

/// <summary>The answers to the store manager's questions.</summary>
/// <param name="Readings">Readings in the lake.</param>
/// <param name="Alerts">Those that are alerts.</param>
/// <param name="Weekend">Question 1: alerts on Saturdays and Sundays.</param>
/// <param name="Weekday">Question 1: alerts from Monday to Friday.</param>
/// <param name="TopProducts">Question 2: the products with most alerts; ties by name.</param>
/// <param name="TopHours">Question 3: the hours with most alerts; ties by hour.</param>
/// <param name="StockByProduct">Question 4: stock per product, by name.</param>
/// <param name="StockByHour">Question 5: stock per hour of the day.</param>
public sealed record Answers(
    long Readings, long Alerts, DayTypeAlerts Weekend, DayTypeAlerts Weekday,
    IReadOnlyList<ProductAlerts> TopProducts, IReadOnlyList<HourAlerts> TopHours,
    IReadOnlyList<ProductStock> StockByProduct, IReadOnlyList<HourStock> StockByHour)
{
    /// <summary>The answers over an empty lake.</summary>
    public static Answers None { get; } = new(0, 0, new DayTypeAlerts(0, 0), new DayTypeAlerts(0, 0), [], [], [], []);
}

/// <summary>Alerts on one kind of day.</summary>
/// <param name="Alerts">The raw count.</param>
/// <param name="Days">Days of that kind with readings.</param>
public sealed record DayTypeAlerts(long Alerts, long Days)
{
    /// <summary>Alerts a day, so that two days against five is fair; 6 decimals.</summary>
    public decimal PerDay => Average.Of(Alerts, Days);
}

/// <summary>A product and its alerts.</summary>
public sealed record ProductAlerts(string ProductId, long Alerts);

/// <summary>An hour of the day, 0 to 23, and its alerts.</summary>
public sealed record HourAlerts(int Hour, long Alerts);

/// <summary>A product's stock; averages to 6 decimals.</summary>
public sealed record ProductStock(string ProductId, decimal AverageQuantity, decimal AverageThreshold, long Readings);

/// <summary>An hour of the day, 0 to 23: average stock to 6 decimals, and how many products were seen.</summary>
public sealed record HourStock(int Hour, decimal AverageQuantity, long DistinctProducts);

/// <summary>Engines return sums and counts; they are divided and rounded here, once, so that all agree.</summary>
public static class Average
{
    /// <summary>Sum by count to 6 decimals; 0 when there is nothing.</summary>
    public static decimal Of(long sum, long count) => count == 0 ? 0 : Math.Round((decimal)sum / count, 6, MidpointRounding.AwayFromZero);
}
