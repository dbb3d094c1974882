namespace StockNow.Stages.Streaming;

/// <summary>Unpacks headers only when somebody asks: most records are read without a look at them, and an adapter may have to work for them.</summary>
interface ILateHeaders
{
    /// <summary>A record's headers in the form that <see cref="HeaderView"/> reads; valid until the next call.</summary>
    /// <param name="record">What the adapter knows the record by, until the next read.</param>
    ReadOnlySpan<byte> HeadersOf(nint record);
}
