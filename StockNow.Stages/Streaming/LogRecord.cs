namespace StockNow.Stages.Streaming;

/// <summary>One record where it lies in its batch; nothing is copied.</summary>
public readonly ref struct LogRecord
{
    readonly HeaderView _headers;
    readonly ILateHeaders? _late;
    readonly nint _lateKey;

    /// <param name="offset">Its offset in the partition.</param>
    /// <param name="timestampMs">When it was appended, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="key">Its key; empty when it has none.</param>
    /// <param name="value">Its value.</param>
    /// <param name="headers">Its headers.</param>
    public LogRecord(long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderView headers)
    {
        (Offset, TimestampMs) = (offset, timestampMs);
        Key = key;
        Value = value;
        _headers = headers;
    }

    internal LogRecord(long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ILateHeaders late, nint lateKey)
        : this(offset, timestampMs, key, value, default(HeaderView)) => (_late, _lateKey) = (late, lateKey);

    /// <summary>Its offset in the partition.</summary>
    public long Offset { get; }

    /// <summary>When it was appended, milliseconds since 1970-01-01 UTC.</summary>
    public long TimestampMs { get; }

    /// <summary>Its key; empty when it has none.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Its headers; valid until those of another record of the batch are asked for.</summary>
    public HeaderView Headers => _late is null ? _headers : new HeaderView(_late.HeadersOf(_lateKey));
}
