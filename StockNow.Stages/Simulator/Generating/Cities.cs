using System.Collections.Immutable;
using System.Globalization;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>Where the stores are.</summary>
static class Cities
{
    static readonly ImmutableArray<Location> Known =
    [
        new("paris-12", 48.85, 2.34), new("sydney-02", -33.87, 151.21), new("lyon-03", 45.76, 4.86), new("new-york-05", 40.73, -73.99),
        new("london-01", 51.51, -0.13), new("buenos-aires-04", -34.61, -58.38), new("tokyo-07", 35.68, 139.77), new("madrid-06", 40.42, -3.7),
        new("cape-town-01", -33.93, 18.42), new("berlin-08", 52.52, 13.4), new("montreal-03", 45.5, -73.57), new("sao-paulo-09", -23.55, -46.63),
        new("bruxelles-02", 50.85, 4.35), new("auckland-01", -36.85, 174.76), new("mumbai-10", 19.08, 72.88), new("marseille-05", 43.3, 5.37),
    ];

    /// <summary>So many stores: the known ones first, then further ones of the same cities, numbered.</summary>
    public static ImmutableArray<Location> Take(int stores) => [.. Enumerable.Range(0, stores).Select(StoreOf)];

    static Location StoreOf(int index)
    {
        var city = Known[index % Known.Length];
        var lap = index / Known.Length + 1;
        return lap == 1 ? city : city with { Store = string.Create(CultureInfo.InvariantCulture, $"{city.Store}-{lap}") };
    }
}
