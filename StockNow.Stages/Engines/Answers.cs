namespace StockNow.Stages.Engines;

/// <summary>The answers to the store manager's questions over one selection of readings.</summary>
/// <param name="Readings">Readings of the selection.</param>
/// <param name="Alerts">How many of them are alerts.</param>
/// <param name="OpenDays">Open days: days with readings.</param>
/// <param name="Weekend">Question 1: alerts on Saturdays and Sundays.</param>
/// <param name="Weekday">Question 1: alerts from Monday to Friday.</param>
/// <param name="TopProducts">Question 2: the products with most alerts; ties by name.</param>
/// <param name="TopHours">Question 3: the hours with most alerts; ties by hour.</param>
/// <param name="StockByProduct">Question 4: stock per product, by name.</param>
/// <param name="StockByHour">Question 5: stock per hour of the day.</param>
/// <param name="Stores">The same answers for each store, by name; empty in the answers of a store.</param>
public sealed record Answers(
    long Readings, long Alerts, long OpenDays, DayTypeAlerts Weekend, DayTypeAlerts Weekday,
    IReadOnlyList<ProductAlerts> TopProducts, IReadOnlyList<HourAlerts> TopHours,
    IReadOnlyList<ProductStock> StockByProduct, IReadOnlyList<HourStock> StockByHour, IReadOnlyList<StoreAnswers> Stores)
{
    /// <summary>The answers over an empty lake.</summary>
    public static Answers None { get; } = new(0, 0, 0, new DayTypeAlerts(0, 0, 0), new DayTypeAlerts(0, 0, 0), [], [], [], [], []);
}

/// <summary>The answers over the readings of one store.</summary>
public sealed record StoreAnswers(string Store, Answers Answers);

/// <summary>Alerts, next to what makes them comparable: a shop that is open on more days or read more often has more of them.</summary>
/// <param name="Alerts">The raw count.</param>
/// <param name="Days">Open days: days with readings of the same kind.</param>
/// <param name="Readings">Readings of the same kind.</param>
public abstract record FairAlerts(long Alerts, long Days, long Readings)
{
    /// <summary>Alerts per open day; 6 decimals.</summary>
    public decimal PerDay => Average.Of(Alerts, Days);

    /// <summary>Alerts per reading, from 0 to 1; 6 decimals.</summary>
    public decimal PerReading => Average.Of(Alerts, Readings);
}

/// <summary>Alerts on one kind of day.</summary>
public sealed record DayTypeAlerts(long Alerts, long Days, long Readings) : FairAlerts(Alerts, Days, Readings);

/// <summary>A product and its alerts.</summary>
public sealed record ProductAlerts(string ProductId, long Alerts, long Days, long Readings) : FairAlerts(Alerts, Days, Readings);

/// <summary>An hour of the day, 0 to 23, and its alerts.</summary>
public sealed record HourAlerts(int Hour, long Alerts, long Days, long Readings) : FairAlerts(Alerts, Days, Readings);

/// <summary>A product's stock; averages to 6 decimals.</summary>
public sealed record ProductStock(string ProductId, decimal AverageQuantity, decimal AverageThreshold, long Readings)
{
    /// <summary>The average stock as a multiple of the average threshold, or null where the threshold is 0: products can be compared by it.</summary>
    public decimal? StockToThreshold => AverageThreshold == 0 ? null : AverageQuantity / AverageThreshold;
}

/// <summary>An hour of the day, 0 to 23: average stock and threshold to 6 decimals, and how many products were seen.</summary>
public sealed record HourStock(int Hour, decimal AverageQuantity, decimal AverageThreshold, long DistinctProducts, long Readings)
{
    /// <inheritdoc cref="ProductStock.StockToThreshold"/>
    public decimal? StockToThreshold => AverageThreshold == 0 ? null : AverageQuantity / AverageThreshold;
}

/// <summary>Engines return sums and counts; they are divided and rounded here, once.</summary>
public static class Average
{
    /// <summary>Sum by count to 6 decimals; 0 when there is nothing.</summary>
    public static decimal Of(long sum, long count) => count == 0 ? 0 : Math.Round((decimal)sum / count, 6, MidpointRounding.AwayFromZero);
}
