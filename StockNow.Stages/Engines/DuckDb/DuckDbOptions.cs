using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>DuckDB, in this process.</summary>
sealed class DuckDbOptions : IValidatableObject
{
    /// <summary>The section of these options.</summary>
    public static OptionsSection Section { get; } = OptionsSection.Of<DuckDbOptions>("Analysis:DuckDb");

    /// <summary>How much memory a query may use before it spills to disk; default 256 MB.</summary>
    public ByteSize MemoryLimit { get; set; } = ByteSize.Megabytes(256);

    /// <summary>How many threads work on a query; default 2.</summary>
    [Range(1, 1024)]
    public int Threads { get; set; } = 2;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Below this, DuckDB fails over a single row group.
        if (MemoryLimit.Bytes < ByteSize.Megabytes(32).Bytes)
            yield return new ValidationResult($"must be at least 32 MB, and is {MemoryLimit}", [nameof(MemoryLimit)]);
    }
}
