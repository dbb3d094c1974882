namespace StockNow.Stages.Base;

/// <summary>How far long work has come.</summary>
/// <param name="What">The work, such as <c>replaying readings.ndjson.gz</c>.</param>
/// <param name="Fraction">From 0 to 1.</param>
/// <param name="Left">An estimate of the time left, or null.</param>
public sealed record Progress(string What, double Fraction, TimeSpan? Left);
