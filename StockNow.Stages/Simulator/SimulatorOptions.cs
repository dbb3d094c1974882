using System.ComponentModel.DataAnnotations;
using StockNow.Contracts.Events;
using StockNow.Stages.Simulator.Replaying;

namespace StockNow.Stages.Simulator;

/// <summary>Where readings come from: made by a model of shops, or replayed from files.</summary>
public sealed class SimulatorOptions : IValidatableObject
{
    /// <summary>The most shelf places (stores times products) that one process simulates; each costs about 1 KB.</summary>
    public const int MostPlaces = 100_000;

    /// <summary>Every product of every store is read once in this time; ignored with a rate. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Readings per second, evenly spaced, one round after the other; default none: a round every interval.</summary>
    [Range(0.001, 1_000_000_000)]
    public double? Rate { get; set; }

    /// <summary>
    /// How much faster than the clock simulated time passes: a factor such as 60, or <c>max</c> for as fast as possible, which needs a Duration or a Count.
    /// Default 1.
    /// </summary>
    public Speed Speed { get; set; } = Speed.OfTheClock;

    /// <summary>
    /// The run begins with the readings of so much time before now, made as fast as possible, a round every HistoryInterval. Where an earlier run in this event
    /// log has made a part of them, only the rest is made. With Seed or StartTime the history begins there instead. Default none.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "3650.00:00:00")]
    public TimeSpan? History { get; set; }

    /// <summary>In the history every product of every store is read once in this time; default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan HistoryInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The seed of all chance; the same seed and settings give the same bytes. Default random, and logged.</summary>
    public int? Seed { get; set; }

    /// <summary>End after so many readings; default none.</summary>
    [Range(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>End after the readings of so much simulated time; default none.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "3650.00:00:00")]
    public TimeSpan? Duration { get; set; }

    /// <summary>The first reading's timestamp; default now, or 2025-07-05T08:00:00Z when a seed is given.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>Stores, the first in Paris, further ones in other cities of both hemispheres; default 1.</summary>
    [Range(1, MostPlaces)]
    public int Stores { get; set; } = 1;

    /// <summary>Shelves of a store, each with one sensor; the products stand on them in turn. Default 4.</summary>
    [Range(1, MostPlaces)]
    public int Shelves { get; set; } = 4;

    /// <summary>Products of a store: the catalogue's first ones, and made-up ones beyond its end. Default all of the catalogue.</summary>
    [Range(1, MostPlaces)]
    public int? Products { get; set; }

    /// <summary>The products; default ski, doudoune, pull, maillot de bain, t-shirt, crème solaire, parapluie, GTA6, coca and papier toilette.</summary>
    public List<ProductOptions> Catalogue { get; set; } = [];

    /// <summary>When a store opens, by its own sun (one hour for 15 degrees of longitude); default 08:00.</summary>
    public TimeOnly Opens { get; set; } = new(8, 0);

    /// <summary>When a store closes; the same time as it opens: never. Default 20:00.</summary>
    public TimeOnly Closes { get; set; } = new(20, 0);

    /// <summary>Pieces of one product that customers of an open store take in an hour of a weekday, on average; default 6.</summary>
    [Range(0.0, 10_000.0)]
    public double SalesPerHour { get; set; } = 6;

    /// <summary>On Saturday and Sunday so many times more is sold; default 1.5.</summary>
    [Range(0.0, 100.0)]
    public double WeekendFactor { get; set; } = 1.5;

    /// <summary>In its season so many times more of a seasonal product is sold; default 3.</summary>
    [Range(0.0, 100.0)]
    public double SeasonFactor { get; set; } = 3;

    /// <summary>A delivery fills a shelf about this long after it ran low (half of it to half more); default 20 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan DeliveryDelay { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>What goes wrong with the sensors.</summary>
    public SensorFaultOptions Faults { get; set; } = new();

    /// <summary>Real readings from files, instead of made ones.</summary>
    public ReplayOptions Replay { get; set; } = new();

    /// <summary>Whether it ends by itself.</summary>
    public bool HasEnd => Replay.IsAsked || Count is not null || Duration is not null;

    /// <summary>The rules that concern several settings.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var products = Products ?? (Catalogue.Count > 0 ? Catalogue.Count : Generating.Assortment.Default.Length);
        if ((long)Stores * products > MostPlaces)
            yield return Fault($"is too many: Stores ({Stores}) times Products ({products}) is more than {MostPlaces}: lower one of them, or run several "
                + "simulators", nameof(Stores), nameof(Products));
        if (Speed == Speed.Max && !HasEnd)
            yield return Fault("max needs an end: set Simulator:Duration or Simulator:Count", nameof(Speed));
        if (StartTime is { Year: < 1970 or > 9000 })
            yield return Fault("is not between the years 1970 and 9000", nameof(StartTime));
        foreach (var name in Catalogue.GroupBy(product => product.Product, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key))
            yield return Fault($"names '{name}' twice: leave one of the entries out", nameof(Catalogue));
    }

    static ValidationResult Fault(string message, params string[] members) => new(message, members);
}

/// <summary>A product of the simulator's catalogue.</summary>
public sealed class ProductOptions
{
    /// <summary>The product's name.</summary>
    [Required]
    public string Product { get; set; } = "";

    /// <summary>Pieces below which it counts as missing; default 4.</summary>
    [Range(1, 1_000_000)]
    public int Threshold { get; set; } = 4;

    /// <summary>When more of it is sold: Winter, Spring, Summer or Autumn; default none.</summary>
    public Season? Season { get; set; }
}

/// <summary>What goes wrong with the simulated sensors.</summary>
public sealed class SensorFaultOptions
{
    /// <summary>The last shelf of the last store sends nothing from so much time after the first reading; default never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan? SilentAfter { get; set; }

    /// <summary>One message is cut short so much time after the first reading, as by a sensor that loses power while it sends; default never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan? BrokenAfter { get; set; }
}

/// <summary>Real readings from files.</summary>
public sealed class ReplayOptions : IValidatableObject
{
    /// <summary>
    /// A file with one reading a line, named .ndjson, .jsonl, .ndjson.gz or .jsonl.gz in any letter case, or a folder of such files, taken in the order of
    /// their
    /// names (2 before 10); hidden files, folders, links to nothing and other names are passed over and named. Default none: readings are made.
    /// Each line is sent once. What was sent is known by its content: a file that begins with what was sent before is the same file under any name, packed or
    /// not,
    /// and the replay continues after it; any other file is sent from its beginning; a file of which more was sent than it holds is refused. Blank lines and
    /// a byte order mark are skipped. A last line without a newline is sent when it is a whole JSON object, and otherwise waits until the file is complete.
    /// A file that cannot be sent whole does not keep the others from being sent, but the run ends with exit code 1.
    /// </summary>
    public string? File { get; set; }

    /// <summary>How fast: <c>max</c>, or a factor of the readings' own pace such as 1 or 60. Default max.</summary>
    public Speed Speed { get; set; } = Speed.Max;

    /// <summary>Begin at the first line again, whatever was sent before; default false.</summary>
    public bool Restart { get; set; }

    // An empty value, as an environment variable gives it, takes the file back.
    internal bool IsAsked => !string.IsNullOrEmpty(File);

    /// <summary>The file or folder must be there.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsAsked && ReplayFiles.FaultOf(File!) is { } fault) yield return new ValidationResult(fault, [nameof(File)]);
    }
}
