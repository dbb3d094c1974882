namespace StockNow.Contracts.Topics;

/// <summary>Record headers. Values are UTF-8 text; numbers in decimal.</summary>
public static class HeaderNames
{
    /// <summary>The topic of the record that this one was made from.</summary>
    public static ReadOnlySpan<byte> SourceTopic => "source-topic"u8;

    /// <summary>The partition of the record that this one was made from.</summary>
    public static ReadOnlySpan<byte> SourcePartition => "source-partition"u8;

    /// <summary>The offset of the record that this one was made from.</summary>
    public static ReadOnlySpan<byte> SourceOffset => "source-offset"u8;

    /// <summary>
    /// The <see cref="LogIdentity.HashOf"/> of the topic of the record that this one was made from: tells a re-created topic from the one before it.
    /// </summary>
    public static ReadOnlySpan<byte> SourceLog => "source-log"u8;

    /// <summary>The trace and the span that the reading was sent under, as the W3C writes it; passed on to all that is made from it.</summary>
    public static ReadOnlySpan<byte> TraceParent => "traceparent"u8;

    /// <summary>What tracing systems add to <see cref="TraceParent"/>.</summary>
    public static ReadOnlySpan<byte> TraceState => "tracestate"u8;

    /// <summary>On dead letters: the stage that gave up on the record.</summary>
    public static ReadOnlySpan<byte> Stage => "stage"u8;

    /// <summary>On dead letters: a <see cref="Events.DropReason"/>'s name.</summary>
    public static ReadOnlySpan<byte> Reason => "reason"u8;

    /// <summary>On dead letters: what is wrong with the record, for a person.</summary>
    public static ReadOnlySpan<byte> Error => "error"u8;

    /// <summary>On dead letters whose value was cut, because the topic does not take all of it: the length of the whole value in bytes.</summary>
    public static ReadOnlySpan<byte> ValueLength => "value-length"u8;

    /// <summary>On dead letters whose value was cut: the SHA-256 of the whole value, in hexadecimal.</summary>
    public static ReadOnlySpan<byte> ValueSha256 => "value-sha256"u8;

    /// <summary>On dead letters that lack the record's key, because the topic does not take it: the length of the key in bytes.</summary>
    public static ReadOnlySpan<byte> KeyLength => "key-length"u8;

    /// <summary>On dead letters that were sent back: there when it was not for the first time, as someone wished.</summary>
    public static ReadOnlySpan<byte> Again => "again"u8;
}
