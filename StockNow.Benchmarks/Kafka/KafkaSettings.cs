namespace StockNow.Benchmarks.Kafka;

/// <summary>The settings of the benchmarks on Kafka.</summary>
/// <param name="Brokers">Addresses of brokers.</param>
/// <param name="Peer">The script that runs Kafka Streams doing the same, or null to go without.</param>
/// <param name="Rounds">How often each part is measured, in turn.</param>
/// <param name="Wipe">Whether topics that are there already may be deleted.</param>
sealed record KafkaSettings(string Brokers, string? Peer, int Rounds, bool Wipe);
