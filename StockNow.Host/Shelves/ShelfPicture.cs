namespace StockNow.Host.Shelves;

/// <summary>The shelves at one moment of event time.</summary>
/// <param name="Newest">The timestamp of the newest reading; null before the first.</param>
/// <param name="Places">How many places there are: a product at a sensor.</param>
/// <param name="Short">The places that need a refill, the most urgent first.</param>
/// <param name="Refilled">The places that were refilled last, the latest first.</param>
/// <param name="Silent">The sensors that send no more while others do, the one silent for the longest time first.</param>
internal sealed record ShelfPicture(
    DateTimeOffset? Newest, int Places, IReadOnlyList<ShortShelf> Short, IReadOnlyList<RefilledShelf> Refilled, IReadOnlyList<SilentSensor> Silent)
{
    /// <summary>Before the first reading.</summary>
    public static ShelfPicture None { get; } = new(null, 0, [], [], []);

    /// <summary>How many of them are empty.</summary>
    public int Empty => Short.Count(shelf => shelf.Quantity == 0);
}

/// <summary>A place that needs a refill.</summary>
/// <param name="Place">Store and shelf.</param>
/// <param name="Product">The product.</param>
/// <param name="Quantity">How many are left.</param>
/// <param name="Threshold">Below how many it needs a refill.</param>
/// <param name="For">How long it has been empty, or below its threshold when it is not empty.</param>
/// <param name="Bring">How many to bring; null before its report.</param>
/// <param name="IsInSeason">Whether the product is in season, as far as its report is there.</param>
internal sealed record ShortShelf(string Place, string Product, int Quantity, int Threshold, TimeSpan For, long? Bring, bool IsInSeason);

/// <summary>A place that was refilled.</summary>
/// <param name="Place">Store and shelf.</param>
/// <param name="Product">The product.</param>
/// <param name="Quantity">How many there are now.</param>
/// <param name="At">When the refill was seen.</param>
/// <param name="After">How long it had been below its threshold.</param>
internal sealed record RefilledShelf(string Place, string Product, int Quantity, DateTimeOffset At, TimeSpan After);

/// <summary>A sensor that sends no more.</summary>
/// <param name="Sensor">Store and shelf.</param>
/// <param name="Last">The timestamp of its last reading.</param>
internal sealed record SilentSensor(string Sensor, DateTimeOffset Last);
