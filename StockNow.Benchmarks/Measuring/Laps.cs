namespace StockNow.Benchmarks.Measuring;

/// <summary>What one round of a part took.</summary>
/// <param name="Time">By the clock on the wall.</param>
/// <param name="Processor">User and system time of all threads.</param>
/// <param name="SteadyPerSecond">Records per second once the start is over, or null where nobody could look.</param>
/// <param name="PeakBytes">The most physical memory of the process, or null where nobody could look.</param>
readonly record struct Lap(TimeSpan Time, TimeSpan Processor, double? SteadyPerSecond = null, long? PeakBytes = null);

/// <summary>The rounds of one part, all over the same records.</summary>
sealed record Laps(string Part, long Records, IReadOnlyList<Lap> Rounds)
{
    public Spread RecordsPerSecond => new([.. Rounds.Select(lap => Records / lap.Time.TotalSeconds)]);

    /// <summary>Without the start; null where nobody could look.</summary>
    public Spread? SteadyPerSecond => Rounds.All(lap => lap.SteadyPerSecond is not null) ? new([.. Rounds.Select(lap => lap.SteadyPerSecond!.Value)]) : null;

    public Spread ProcessorSecondsPerMillion => new([.. Rounds.Select(lap => lap.Processor.TotalSeconds / Records * 1e6)]);
}
