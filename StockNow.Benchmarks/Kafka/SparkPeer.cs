using System.Globalization;
using System.Text.RegularExpressions;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;

namespace StockNow.Benchmarks.Kafka;

/// <summary>Spark as the storage stage, exactly once by its checkpoint, and as the analysis stage.</summary>
static partial class SparkPeer
{
    /// <summary>Stores all of the input topic. Time is that of its query, the JVM's start not included; processor time is that of the whole process.</summary>
    public static async Task<Lap> StoreAsync(BenchmarkRun run, int round)
    {
        var settings = run.Settings.Kafka!;
        var folder = settings.PeerLake is { } lake ? $"{lake.TrimEnd('/')}/{Guid.NewGuid():N}" : $"file://{run.NewFolder().Path}";
        await using var process = ChildProcess.Start(
            settings.Peer!, ["SparkLake", settings.Brokers, TopicNames.Input, $"{folder}/table", $"{folder}/checkpoint-{round}"]);
        var output = await process.OutputAsync();
        var line = Line().Match(output);
        if (!line.Success) throw new BenchmarkException($"The peer did not say what it did, but: {output}");
        Expect.Equal("rows of the peer", run.Records, (long)Number("rows"));
        return new Lap(TimeSpan.FromSeconds(Number("seconds")), TimeSpan.FromSeconds(Number("cpu")));

        double Number(string name) => double.Parse(line.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Asks the five questions in plain Spark SQL.</summary>
    /// <param name="program">The script that runs Spark.</param>
    /// <param name="table">The folder of the lake's table.</param>
    /// <param name="rounds">How often each question is asked.</param>
    /// <returns>The sum of the best times of all questions, the JVM's start not included.</returns>
    public static async Task<TimeSpan> AnswerAsync(string program, string table, int rounds)
    {
        await using var process = ChildProcess.Start(program, ["SparkAnswers", $"file://{table}", rounds.ToString(CultureInfo.InvariantCulture)]);
        var output = await process.OutputAsync();
        var times = BestTime().Matches(output);
        if (times.Count != 5) throw new BenchmarkException($"The peer did not answer all questions, but: {output}");
        return TimeSpan.FromMilliseconds(times.Sum(time => double.Parse(time.Groups["ms"].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"best_ms=(?<ms>\d+)")]
    private static partial Regex BestTime();

    [GeneratedRegex(@"rows=(?<rows>\d+) seconds=(?<seconds>[\d.]+) cpu_seconds=(?<cpu>[\d.]+)")]
    private static partial Regex Line();
}
