namespace StockNow.Host.Health;

/// <summary>What the process serves over HTTP. Deployment files name these paths, and a test compares them.</summary>
internal static class HealthPaths
{
    /// <summary>Whether the process should be ended and started again.</summary>
    public const string Live = "/health/live";

    /// <summary>Whether the stages do their work.</summary>
    public const string Ready = "/health/ready";

    /// <summary>The measurements, as Prometheus reads them.</summary>
    public const string Metrics = "/metrics";
}
