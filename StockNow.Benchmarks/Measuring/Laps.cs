namespace StockNow.Benchmarks.Measuring;

/// <summary>What one round of a part took.</summary>
/// <param name="Time">By the clock on the wall.</param>
/// <param name="Processor">User and system time of all threads.</param>
readonly record struct Lap(TimeSpan Time, TimeSpan Processor);

/// <summary>The rounds of one part, all over the same records.</summary>
sealed record Laps(string Part, long Records, IReadOnlyList<Lap> Rounds)
{
    public Spread RecordsPerSecond => new([.. Rounds.Select(lap => Records / lap.Time.TotalSeconds)]);

    public Spread ProcessorSecondsPerMillion => new([.. Rounds.Select(lap => lap.Processor.TotalSeconds / Records * 1e6)]);
}
