namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>Why the brokers may still get a request a second time.</summary>
/// <param name="Why">What was slow or failed, as a sentence without its end.</param>
/// <param name="IsOutage">Whether it is unusual; not when a group has moved on, as with every member that joins.</param>
sealed record Doubt(string Why, bool IsOutage);
