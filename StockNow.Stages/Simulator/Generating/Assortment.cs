using System.Collections.Immutable;
using System.Globalization;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>What every store sells.</summary>
static class Assortment
{
    /// <summary>The catalogue when none is configured.</summary>
    public static ImmutableArray<Product> Default { get; } =
    [
        new("ski", 3, Season.Winter), new("doudoune", 4, Season.Winter), new("pull", 4, Season.Autumn), new("maillot de bain", 4, Season.Summer),
            new("t-shirt", 4, Season.Spring),
        new("crème solaire", 4, Season.Summer), new("parapluie", 3, Season.Autumn), new("GTA6", 2, null), new("coca", 4, null), new("papier toilette", 4, null),
    ];

    /// <summary>The first products of the catalogue; beyond its end <c>product-11</c> and so on, with thresholds from 2 to 5.</summary>
    public static ImmutableArray<Product> Of(SimulatorOptions options)
    {
        var catalogue = options.Catalogue.Count == 0
            ? Default : [.. options.Catalogue.Select(product => new Product(product.Product, product.Threshold, product.Season))];
        var madeUp = Enumerable.Range(0, int.MaxValue).Skip(catalogue.Length)
            .Select(index => new Product(string.Create(CultureInfo.InvariantCulture, $"product-{index + 1}"), 2 + index % 4, null));
        return [.. catalogue.Concat(madeUp).Take(options.Products ?? catalogue.Length)];
    }
}

/// <summary>A product on the shelves.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Threshold">Pieces below which it counts as missing, 1 or more.</param>
/// <param name="Season">When more of it is sold, or null.</param>
sealed record Product(string Name, int Threshold, Season? Season);
