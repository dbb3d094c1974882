using System.Text;
using StockNow.Contracts.Events;

namespace StockNow.Stages.AlertHandler;

/// <summary>Says whether a product belongs to a season.</summary>
sealed class SeasonalPriority(AlertHandlerOptions options)
{
    readonly byte[][][] _products = [.. new[] { options.Seasons.Winter, options.Seasons.Spring, options.Seasons.Summer, options.Seasons.Autumn }
        .Select(products => products.Select(Encoding.UTF8.GetBytes).ToArray())];

    /// <summary>Whether the product is of high priority in the season.</summary>
    public bool IsHigh(Season season, ReadOnlySpan<byte> productId)
    {
        foreach (var product in _products[(int)season])
            if (productId.SequenceEqual(product)) return true;
        return false;
    }

    /// <summary>Whether a store's seasons are the southern hemisphere's.</summary>
    public bool IsSouth(double latitude) => options.Hemisphere switch
    {
        Hemisphere.North => false,
        Hemisphere.South => true,
        _ => latitude < 0,
    };
}
