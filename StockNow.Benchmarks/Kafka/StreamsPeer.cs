using System.Globalization;
using System.Text.RegularExpressions;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;

namespace StockNow.Benchmarks.Kafka;

/// <summary>Kafka Streams as the alert filter, with the guarantee exactly_once_v2 and a parser that stops at the one field it needs.</summary>
static partial class StreamsPeer
{
    const string Threads = "1", BusyCommitMs = "100", QuietCommitMs = "20";

    /// <summary>
    /// Filters all of the input topic. Time is from its start to its last commit, the JVM's own not included; processor time is that of the whole process.
    /// </summary>
    public static async Task<(Lap Lap, long Records, long Alerts)> FilterAsync(KafkaSettings settings)
    {
        await using var process = ChildProcess.Start(settings.Peer!,
            ["StreamsFilter", settings.Brokers, TopicNames.Input, BrokerRoom.PeerAlerts, "lean", Threads, BusyCommitMs]);
        var output = await process.OutputAsync();
        var line = Line().Match(output);
        if (!line.Success) throw new BenchmarkException($"The peer did not say what it did, but: {output}");
        return (new Lap(TimeSpan.FromSeconds(Number("seconds")), TimeSpan.FromSeconds(Number("cpu"))), (long)Number("records"), (long)Number("alerts"));

        double Number(string name) => double.Parse(line.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Starts it for good, at the commit interval of the product.</summary>
    public static ChildProcess Start(KafkaSettings settings) =>
        ChildProcess.Start(settings.Peer!, ["StreamsFilter", settings.Brokers, TopicNames.Input, BrokerRoom.PeerAlerts, "lean", Threads, QuietCommitMs, "run"]);

    [GeneratedRegex(@"records=(?<records>\d+) seconds=(?<seconds>[\d.]+) cpu_seconds=(?<cpu>[\d.]+) alerts=(?<alerts>\d+)")]
    private static partial Regex Line();
}
