using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base;
using Range = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace StockNow.Tests.Configuration;

/// <summary>A shelf that uses every shape a setting can have.</summary>
public sealed class ShelfOptions : IValidatableObject
{
    /// <summary>How often to look; default <c>5s</c>.</summary>
    [Range(typeof(TimeSpan), "100ms", "1d")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes to hold; default 64 MB.</summary>
    [Range(typeof(ByteSize), "1KB", "1GB")]
    public ByteSize Size { get; set; } = ByteSize.Megabytes(64);

    /// <summary>The colour; default Red.</summary>
    public Colour Colour { get; set; }

    /// <summary>Shelves to fill; default 4.</summary>
    [Range(1, 100)]
    public int Count { get; set; } = 4;

    /// <summary>The least that counts; default 1.</summary>
    [Range(1, long.MaxValue)]
    public long Least { get; set; } = 1;

    /// <summary>The most that counts; default 9.</summary>
    public long Most { get; set; } = 9;

    public double Factor { get; set; } = 1;

    public bool Open { get; set; }

    public int? Seed { get; set; } = 7;

    public DateTimeOffset? From { get; set; }

    [Required]
    public string? Label { get; set; } = "shelf";

    public string? Password { get; set; }

    public int AccessKey { get; set; }

    [MinLength(1)]
    public List<string> Tags { get; set; } = ["new", "old"];

    /// <summary>What lies there.</summary>
    public IReadOnlyList<ProductOptions> Products { get; set; } = [new()];

    public Dictionary<string, int> Limits { get; set; } = new() { ["coca"] = 4 };

    /// <summary>The light over it.</summary>
    public LightOptions Light { get; set; } = new();

    public int Doubled => Count * 2;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Least > Most) yield return new ValidationResult($"is {Least}, more than Most, which is {Most}; lower it", [nameof(Least)]);
    }
}

/// <summary>Colours there are.</summary>
public enum Colour
{
    /// <summary>Like a tomato.</summary>
    Red,

    /// <summary>Like the sea.</summary>
    Blue,
}

public sealed class ProductOptions
{
    [Required]
    public string Name { get; set; } = "ski";

    [Range(0, 1000)]
    public int Threshold { get; set; } = 3;
}

public sealed class LightOptions
{
    /// <summary>Its strength; default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double Strength { get; set; } = 0.5;
}
