namespace StockNow.Contracts.Events;

/// <summary>How much one reading may hold, so that one sensor can neither slow down nor stop the others. A reading over a limit is malformed.</summary>
/// <param name="MaxBytes">Bytes of the whole reading.</param>
/// <param name="MaxIdBytes">Bytes, in UTF-8, of <c>sensor_id</c>, of <c>product_id</c> and of <c>location.store</c>.</param>
/// <param name="MaxUnknownMembers">Members that the wire format does not know, those inside them included.</param>
/// <param name="MaxUnknownDepth">Objects and arrays inside one another in such a member.</param>
/// <param name="NarrowTimestamps">Whether only the forms of timestamps are read that the first version knew, see <see cref="Iso8601.IsNarrow"/>.</param>
public sealed record ReadingLimits(int MaxBytes, int MaxIdBytes, int MaxUnknownMembers, int MaxUnknownDepth, bool NarrowTimestamps = false)
{
    /// <summary>The longest reading by default, in bytes: what a Kafka broker takes by default.</summary>
    public const int DefaultMaxBytes = 1_000_000;

    /// <summary>The range of <see cref="MaxBytes"/>.</summary>
    public const int LeastMaxBytes = 1_024, MostMaxBytes = 100_000_000;

    /// <summary>The range of <see cref="MaxIdBytes"/>.</summary>
    public const int LeastMaxIdBytes = 64, MostMaxIdBytes = 100_000;

    /// <summary>The range of <see cref="MaxUnknownMembers"/>.</summary>
    public const int LeastMaxUnknownMembers = 16, MostMaxUnknownMembers = 100_000;

    /// <summary>The range of <see cref="MaxUnknownDepth"/>.</summary>
    public const int LeastMaxUnknownDepth = 4, MostMaxUnknownDepth = 60;

    /// <summary>What holds where nothing is configured.</summary>
    public static ReadingLimits Default { get; } = new(DefaultMaxBytes, 1_000, 1_000, 16);

    /// <summary>Whatever keeps to these is a reading for every version under every configuration.</summary>
    public static ReadingLimits Lowest { get; } = new(LeastMaxBytes, LeastMaxIdBytes, LeastMaxUnknownMembers, LeastMaxUnknownDepth, NarrowTimestamps: true);

    /// <summary>Whatever exceeds these is malformed under every configuration.</summary>
    public static ReadingLimits Highest { get; } = new(MostMaxBytes, MostMaxIdBytes, MostMaxUnknownMembers, MostMaxUnknownDepth);

    /// <summary>The rule of the first version, which had no limit but that of the whole reading.</summary>
    public static ReadingLimits OfFirstVersion(int maxBytes) => new(maxBytes, int.MaxValue, int.MaxValue, int.MaxValue, NarrowTimestamps: true);
}
