using System.Globalization;

namespace StockNow.Stages.Audit;

/// <summary>Numbers with their noun.</summary>
public static class Plural
{
    /// <summary><c>1 range</c>, <c>2,000 ranges</c>.</summary>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
