namespace StockNow.Benchmarks.Measuring;

/// <summary>A figure that was measured several times.</summary>
sealed class Spread
{
    readonly double[] _ordered;

    public Spread(IReadOnlyCollection<double> values) => _ordered = [.. values.Order()];

    public double Least => _ordered[0];

    public double Most => _ordered[^1];

    public double Median => (_ordered[(_ordered.Length - 1) / 2] + _ordered[_ordered.Length / 2]) / 2;
}
