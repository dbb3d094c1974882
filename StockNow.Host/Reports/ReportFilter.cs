using StockNow.Contracts.Events;

namespace StockNow.Host.Reports;

/// <summary>Which reports are asked for. Pure.</summary>
/// <param name="Store">The only store; null for all.</param>
/// <param name="Product">The only product; null for all.</param>
internal sealed record ReportFilter(string? Store, string? Product)
{
    /// <summary>Whether a report is asked for; names match in any letter case.</summary>
    public bool Takes(MissingProductReport report) => Is(report.Store, Store) && Is(report.ProductId, Product);

    static bool Is(string name, string? wanted) => wanted is null || name.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}
