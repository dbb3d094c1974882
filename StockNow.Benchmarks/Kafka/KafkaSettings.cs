namespace StockNow.Benchmarks.Kafka;

/// <summary>The settings of the benchmarks on Kafka.</summary>
/// <param name="Brokers">Addresses of brokers.</param>
/// <param name="Peer">The script that runs Kafka Streams or Spark doing the same, or null to go without.</param>
/// <param name="Rounds">How often each part is measured, in turn.</param>
/// <param name="Wipe">Whether topics that are there already may be deleted.</param>
/// <param name="Lake">Settings of the lake, by name; <c>{round}</c> in a value is replaced by a name that no round had before.</param>
/// <param name="PeerLake">The folder of the lake as Spark names it, or null for a local one.</param>
sealed record KafkaSettings(string Brokers, string? Peer, int Rounds, bool Wipe, IReadOnlyDictionary<string, string> Lake, string? PeerLake)
{
    /// <summary>The settings of the lake as the command line takes them.</summary>
    public IEnumerable<string> LakeArguments(string round) =>
        Lake.Select(setting => $"--{setting.Key}={setting.Value.Replace("{round}", round, StringComparison.Ordinal)}");
}
