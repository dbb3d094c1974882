namespace StockNow.Benchmarks.Measuring;

/// <summary>What a benchmark came to.</summary>
sealed class Figures
{
    public List<Throughput> Throughputs { get; } = [];

    public List<Latency> Latencies { get; } = [];

    /// <summary>Parts that were measured in several rounds.</summary>
    public List<Laps> Laps { get; } = [];

    public List<Ratio> Ratios { get; } = [];

    public void Add(Throughput throughput) => Throughputs.Add(throughput);

    public void Add(Latency latency) => Latencies.Add(latency);

    public void Add(Laps laps) => Laps.Add(laps);

    public void Add(Ratio ratio) => Ratios.Add(ratio);
}

/// <summary>How fast records were handled.</summary>
/// <param name="Part">What was done with them.</param>
/// <param name="Records">How many.</param>
/// <param name="Bytes">Bytes of their keys and values.</param>
/// <param name="Cost">What it took.</param>
/// <param name="StoredBytes">Bytes on disk afterwards.</param>
/// <param name="Target">What is to be reached, or null.</param>
sealed record Throughput(string Part, long Records, long Bytes, Cost Cost, long StoredBytes, Target? Target = null)
{
    public double RecordsPerSecond => Records / Cost.Time.TotalSeconds;

    public double ProcessorSecondsPerMillion => Cost.Processor.TotalSeconds / Records * 1e6;

    public bool? IsReached => Target is null ? null : RecordsPerSecond >= Target.RecordsPerSecond
        && (Target.PeakBytes is not { } peak || Cost.PeakBytes < peak);
}

/// <summary>A throughput to be reached.</summary>
/// <param name="RecordsPerSecond">At least.</param>
/// <param name="PeakBytes">Less memory than this at the peak, or null.</param>
sealed record Target(double RecordsPerSecond, long? PeakBytes = null);
