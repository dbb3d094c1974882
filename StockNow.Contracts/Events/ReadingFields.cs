namespace StockNow.Contracts.Events;

/// <summary>A well-formed reading where it lies: text is UTF-8 without JSON escapes, in the record's bytes or in the reader's scratch memory.</summary>
/// <remarks>Valid until the reader that gave it reads again.</remarks>
public ref struct ReadingFields
{
    /// <summary>The sensor, UTF-8.</summary>
    public ReadOnlySpan<byte> SensorId;

    /// <summary>The product, UTF-8.</summary>
    public ReadOnlySpan<byte> ProductId;

    /// <summary>The store, UTF-8.</summary>
    public ReadOnlySpan<byte> Store;

    /// <summary>Milliseconds since 1970-01-01 UTC; finer digits are cut off.</summary>
    public long TimestampMs;

    /// <summary>Pieces seen.</summary>
    public int Quantity;

    /// <summary>Pieces below which the product counts as missing.</summary>
    public int Threshold;

    /// <summary>Degrees.</summary>
    public double Latitude;

    /// <summary>Degrees.</summary>
    public double Longitude;

    /// <summary>The sensor's own judgement.</summary>
    public bool Alert;

    /// <summary>One JSON object with the members this format does not know (those of the location under <c>location</c>), or empty.</summary>
    public ReadOnlySpan<byte> Extra;
}
