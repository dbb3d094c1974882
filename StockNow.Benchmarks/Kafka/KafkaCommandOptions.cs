using System.CommandLine;

namespace StockNow.Benchmarks.Kafka;

/// <summary>What only the benchmarks on Kafka take on the command line.</summary>
sealed class KafkaCommandOptions
{
    readonly Option<string?> _brokers = new("--kafka")
    {
        Description = "Address of a broker that has nothing to lose. Default: the variable STOCKNOW_TEST_KAFKA.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("STOCKNOW_TEST_KAFKA"),
    };
    readonly Option<string?> _peer = new("--peer")
    {
        Description = "Script that runs Kafka Streams or Spark doing the same, to compare with. Default: the variable STOCKNOW_BENCH_PEER, else none.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("STOCKNOW_BENCH_PEER"),
    };
    readonly Option<int> _rounds = new("--rounds") { Description = "How often each part is measured, in turn.", DefaultValueFactory = _ => 3 };
    readonly Option<bool> _wipe = new("--wipe") { Description = "Delete StockNow's topics when they are there already." };

    readonly Option<string[]> _lake = new("--lake")
    {
        Description = "For kafka-storage: a setting of the lake, such as Lake:Store=S3 or 'Lake:S3:Prefix=bench/{round}'. May be repeated.",
        DefaultValueFactory = _ => [],
    };
    readonly Option<string?> _peerLake = new("--peer-lake")
    {
        Description = "For kafka-storage: where Spark stores, such as s3a://bucket/peer. Default: a local folder.",
    };

    public KafkaCommandOptions() => _rounds.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1) result.AddError("--rounds must be at least 1.");
    });

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _brokers, _peer, _rounds, _wipe, _lake, _peerLake }) command.Add(option);
    }

    /// <returns>Null when no broker is named.</returns>
    public KafkaSettings? SettingsOf(ParseResult parsed)
    {
        if (parsed.GetValue(_brokers) is not { Length: > 0 } brokers) return null;
        var peer = parsed.GetValue(_peer);
        return new KafkaSettings(brokers, string.IsNullOrEmpty(peer) ? null : peer, parsed.GetValue(_rounds), parsed.GetValue(_wipe),
            parsed.GetValue(_lake)!.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1]), parsed.GetValue(_peerLake));
    }
}
