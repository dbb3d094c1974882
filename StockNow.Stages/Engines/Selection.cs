namespace StockNow.Stages.Engines;

/// <summary>The readings over which the questions are answered.</summary>
/// <param name="TimeZone">An IANA time zone; days and hours are counted in it.</param>
/// <param name="From">The first day in that zone, or null for all.</param>
/// <param name="To">The last day in that zone, or null for all.</param>
/// <param name="Store">The only store, or null for all.</param>
/// <param name="Product">The only product, or null for all.</param>
public sealed record Selection(string TimeZone, DateOnly? From = null, DateOnly? To = null, string? Store = null, string? Product = null)
{
    /// <summary>Whether it leaves out readings.</summary>
    public bool IsPart => From is not null || To is not null || Store is not null || Product is not null;
}
