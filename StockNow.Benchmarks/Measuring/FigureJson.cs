using System.Text.Json;

namespace StockNow.Benchmarks.Measuring;

/// <summary>Figures for a program: one JSON object in one line.</summary>
static class FigureJson
{
    static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Render(string name, Machine machine, string settings, Figures figures) => JsonSerializer.Serialize(new
    {
        Benchmark = name,
        Machine = machine,
        Settings = settings,
        Throughputs = figures.Throughputs.Select(of => new
        {
            of.Part,
            of.Records,
            of.RecordsPerSecond,
            of.Bytes,
            Seconds = of.Cost.Time.TotalSeconds,
            ProcessorSeconds = of.Cost.Processor.TotalSeconds,
            of.ProcessorSecondsPerMillion,
            of.Cost.PeakBytes,
            of.StoredBytes,
            Target = of.Target,
            of.IsReached,
        }),
        Latencies = figures.Latencies.Select(of => new
        {
            of.Part,
            of.Records,
            P50Ms = of.Percentile(50).TotalMilliseconds,
            P90Ms = of.Percentile(90).TotalMilliseconds,
            P99Ms = of.Percentile(99).TotalMilliseconds,
            MaxMs = of.Percentile(100).TotalMilliseconds,
            of.ProcessorShare,
            TargetP99Ms = of.Target?.TotalMilliseconds,
            of.IsReached,
        }),
        Laps = figures.Laps.Select(of => new
        {
            of.Part,
            of.Records,
            of.RecordsPerSecond,
            of.SteadyPerSecond,
            of.ProcessorSecondsPerMillion,
            Rounds = of.Rounds.Select(lap => new
            {
                Seconds = lap.Time.TotalSeconds, ProcessorSeconds = lap.Processor.TotalSeconds, lap.SteadyPerSecond, lap.PeakBytes,
            }),
        }),
        Ratios = figures.Ratios,
    }, Options);
}
