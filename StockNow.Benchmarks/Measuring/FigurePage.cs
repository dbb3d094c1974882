using System.Globalization;
using System.Text;

namespace StockNow.Benchmarks.Measuring;

/// <summary>Figures for a person.</summary>
static class FigurePage
{
    static readonly string[] ThroughputHeads = ["", "records", "records/s", "MB/s", "seconds", "CPU-s/M", "peak MB", "disk MB", "target"];
    static readonly string[] LatencyHeads = ["", "records", "p50 ms", "p90 ms", "p99 ms", "max ms", "CPU %", "target"];
    static readonly string[] LapHeads = ["", "records", "rounds", "records/s", "steady/s", "least", "most", "CPU-s/M", "least", "most", ""];
    static readonly string[] RatioHeads = ["ratio, round by round", "median", "least", "most", "target"];

    public static string Render(string name, Machine machine, string settings, Figures figures)
    {
        var page = new StringBuilder($"{name}\n  machine   {machine}\n  settings  {settings}\n");
        if (figures.Throughputs.Count > 0) Append(page, [ThroughputHeads, .. figures.Throughputs.Select(Row)]);
        if (figures.Latencies.Count > 0) Append(page, [LatencyHeads, .. figures.Latencies.Select(Row)]);
        if (figures.Laps.Count > 0) Append(page, [LapHeads, .. figures.Laps.Select(Row)]);
        if (figures.Ratios.Count > 0) Append(page, [RatioHeads, .. figures.Ratios.Select(Row)]);
        return page.ToString();
    }

    static string[] Row(Throughput of) =>
    [
        of.Part, Number(of.Records), Number(of.RecordsPerSecond), Number(of.Bytes / of.Cost.Time.TotalSeconds / 1e6), Number(of.Cost.Time.TotalSeconds, 2),
        Number(of.ProcessorSecondsPerMillion, 2), Number(of.Cost.PeakBytes / 1e6), Number(of.StoredBytes / 1e6), of.Target is { } target
        ? $"{Text(target)}: {Verdict(of.IsReached)}" : "",
    ];

    static string[] Row(Latency of) =>
    [
        of.Part, Number(of.Records), .. new double[] { 50, 90, 99, 100 }.Select(percent => Number(of.Percentile(percent).TotalMilliseconds, 2)),
        Number(of.ProcessorShare * 100), of.Target is { } target ? $"p99 < {Number(target.TotalMilliseconds)} ms: {Verdict(of.IsReached)}" : "",
    ];

    static string[] Row(Laps of) =>
        [of.Part, Number(of.Records), Number(of.Rounds.Count), Number(of.RecordsPerSecond.Median), .. of.SteadyPerSecond is { } steady
        ? Row(steady, 0) : ["", "", ""], .. Row(of.ProcessorSecondsPerMillion, 2), ""];

    static string[] Row(Ratio of) =>
    [
        of.What, .. Row(of.Rounds, 2),
        of.AtLeast is { } least ? $">= {Number(least, 1)}: {Verdict(of.IsReached)}" : of.AtMost is { } most
        ? $"<= {Number(most, 1)}: {Verdict(of.IsReached)}" : "",
    ];

    static string[] Row(Spread of, int decimals) => [Number(of.Median, decimals), Number(of.Least, decimals), Number(of.Most, decimals)];

    static string Text(Target target) => $">= {Number(target.RecordsPerSecond)}/s{(target.PeakBytes is { } peak ? $", < {Number(peak / 1e6)} MB" : "")}";

    static string Verdict(bool? isReached) => isReached == true ? "reached" : "not reached";

    static string Number(double number, int decimals = 0) => number.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    static void Append(StringBuilder page, IReadOnlyList<string[]> rows)
    {
        var last = rows[0].Length - 1;
        var widths = Enumerable.Range(0, last + 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            page.Append("  ").Append(row[0].PadRight(widths[0]));
            for (var column = 1; column < last; column++) page.Append("  ").Append(row[column].PadLeft(widths[column]));
            page.Append("  ").Append(row[last]).Append('\n');
        }
    }
}
