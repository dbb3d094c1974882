using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base;

namespace StockNow.Stages.Storage;

/// <summary>The storage stage: when the readings in hand become files of the lake. Whatever is set, each reading is stored exactly once.</summary>
sealed class StorageOptions : IValidatableObject
{
    static readonly ByteSize LeastBytes = ByteSize.Megabytes(1);

    /// <summary>
    /// Workers that share the partitions in this process. On Kafka at most one per partition, and no more than free processors; the embedded log allows one.
    /// Default 1.
    /// </summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;

    /// <summary>A range of one partition is stored at this many records; default 1,000,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxRows { get; set; } = 1_000_000;

    /// <summary>
    /// Memory for the readings in hand, of all partitions together; at the bound the largest range is stored before more is read. Default 128 MB.
    /// </summary>
    public ByteSize MaxBytes { get; set; } = ByteSize.Megabytes(128);

    /// <summary>A range is stored at this age at the latest; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The first range is stored at this age, and each later one may be twice as old, up to MaxAge: files are there soon, and few in the long run. Default
    /// 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan FirstAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A range that got no record for this long is stored; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Stores a range when the first reading of a later hour comes, so that an hour has few files; default true.</summary>
    public bool RollAtHourClose { get; set; } = true;

    /// <summary>A range is stored before it covers more hours than this. Each hour becomes one file. Default 2,000.</summary>
    [Range(1, 100_000)]
    public int MaxHours { get; set; } = 2_000;

    /// <summary>After this many ranges of a partition the lake's log gets a checkpoint, so that starting and reading stay quick; default 100.</summary>
    [Range(2, 10_000)]
    public int CheckpointEvery { get; set; } = 100;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstAge > MaxAge) yield return new ValidationResult($"must not be more than MaxAge ({MaxAge})", [nameof(FirstAge)]);
        if (MaxBytes.Bytes < LeastBytes.Bytes) yield return new ValidationResult($"must be at least {LeastBytes}", [nameof(MaxBytes)]);
    }
}
