namespace StockNow.Benchmarks.Measuring;

/// <summary>One part beside another, round by round, so that what disturbs a round disturbs both.</summary>
/// <param name="What">Which figure, of what to what.</param>
/// <param name="Rounds">The ratio of each round.</param>
/// <param name="AtLeast">What the median is to reach, or null.</param>
/// <param name="AtMost">What the median is not to exceed, or null.</param>
sealed record Ratio(string What, Spread Rounds, double? AtLeast = null, double? AtMost = null)
{
    /// <summary>Null without a target.</summary>
    public bool? IsReached => AtLeast is null && AtMost is null ? null : !(Rounds.Median < AtLeast) && !(Rounds.Median > AtMost);

    /// <summary>What this part reached, divided by what the other part reached.</summary>
    public static Spread OfSteady(IEnumerable<Lap> own, IEnumerable<Lap> other) =>
        new([.. own.Zip(other, (one, two) => one.SteadyPerSecond!.Value / two.SteadyPerSecond!.Value)]);

    /// <summary>What the other part took, divided by what this part took.</summary>
    public static Spread OfPairs(IEnumerable<Lap> other, IEnumerable<Lap> own, Func<Lap, TimeSpan> of) =>
        new([.. other.Zip(own, (one, two) => of(one) / of(two))]);
}
