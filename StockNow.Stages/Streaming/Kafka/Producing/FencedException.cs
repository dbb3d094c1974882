namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>
/// Another producer of the same transactional id has taken over, or the broker ended the transaction because it was open for too long; the brokers do not say
/// which.
/// </summary>
sealed class FencedException(string message, string? transactionalId, bool wasOpenForLong, Exception cause) : Exception(message, cause)
{
    /// <summary>The transactional id of the producer that was fenced.</summary>
    public string? TransactionalId { get; } = transactionalId;

    /// <summary>Whether the transaction was open for so long that the brokers may well have ended it themselves.</summary>
    public bool WasOpenForLong { get; } = wasOpenForLong;
}
