namespace StockNow.Stages.Streaming;

/// <summary>One record where it lies in its batch; nothing is copied.</summary>
/// <param name="offset">Its offset in the partition.</param>
/// <param name="timestampMs">When it was appended, milliseconds since 1970-01-01 UTC.</param>
/// <param name="key">Its key; empty when it has none.</param>
/// <param name="value">Its value.</param>
/// <param name="headers">Its headers.</param>
public readonly ref struct LogRecord(long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderView headers)
{
    /// <summary>Its offset in the partition.</summary>
    public long Offset { get; } = offset;

    /// <summary>When it was appended, milliseconds since 1970-01-01 UTC.</summary>
    public long TimestampMs { get; } = timestampMs;

    /// <summary>Its key; empty when it has none.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>Its headers.</summary>
    public HeaderView Headers { get; } = headers;
}
