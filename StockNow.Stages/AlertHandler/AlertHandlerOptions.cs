using System.ComponentModel.DataAnnotations;

namespace StockNow.Stages.AlertHandler;

/// <summary>The alert handler: what a missing-product report says.</summary>
sealed class AlertHandlerOptions
{
    /// <summary>
    /// Workers that share the partitions in this process. On Kafka at most one per partition, and no more than free processors; the embedded log allows one.
    /// Default 1.
    /// </summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;

    /// <summary>Which products belong to which season; they are of high priority in it.</summary>
    public SeasonalProducts Seasons { get; set; } = new();

    /// <summary>Where the seasons are taken from; default North.</summary>
    public Hemisphere Hemisphere { get; set; } = Hemisphere.North;
}

/// <summary>The products of each season. A list that is set replaces the default one.</summary>
sealed class SeasonalProducts
{
    /// <summary>December to February in the north; default ski, doudoune.</summary>
    [Required]
    public IReadOnlyList<string> Winter { get; set; } = ["ski", "doudoune"];

    /// <summary>March to May in the north; default t-shirt.</summary>
    [Required]
    public IReadOnlyList<string> Spring { get; set; } = ["t-shirt"];

    /// <summary>June to August in the north; default maillot de bain, crème solaire.</summary>
    [Required]
    public IReadOnlyList<string> Summer { get; set; } = ["maillot de bain", "crème solaire"];

    /// <summary>September to November in the north; default parapluie, pull.</summary>
    [Required]
    public IReadOnlyList<string> Autumn { get; set; } = ["parapluie", "pull"];
}

/// <summary>Where the seasons are taken from.</summary>
enum Hemisphere
{
    /// <summary>Winter begins in December.</summary>
    North,

    /// <summary>Winter begins in June.</summary>
    South,

    /// <summary>The store's own: south of the equator by its latitude.</summary>
    Store,
}
