namespace StockNow.Benchmarks.Measuring;

/// <summary>How long single records took.</summary>
/// <param name="part">Their way.</param>
/// <param name="times">Each record's time.</param>
/// <param name="processorShare">The processor's share during it, 1 being one core.</param>
/// <param name="target">What 99 of 100 records are to stay below, or null.</param>
sealed class Latency(string part, IEnumerable<TimeSpan> times, double processorShare, TimeSpan? target)
{
    readonly TimeSpan[] _times = [.. times.Order()];

    public string Part => part;

    public int Records => _times.Length;

    public double ProcessorShare => processorShare;

    public TimeSpan? Target => target;

    /// <summary>Null without a target.</summary>
    public bool? IsReached => target is null ? null : Percentile(99) < target;

    /// <summary>The least time that so many percent of the records did not exceed.</summary>
    public TimeSpan Percentile(double percent) => _times[Math.Max(0, (int)Math.Ceiling(_times.Length * percent / 100) - 1)];
}
