namespace StockNow.Contracts.Topics;

/// <summary>The topics, fixed because other programs read them.</summary>
public static class TopicNames
{
    /// <summary>Readings, keyed by <c>sensor_id</c>.</summary>
    public const string Input = "instocknow-input";

    /// <summary>Readings that are alerts, byte for byte, keyed by <c>sensor_id</c>.</summary>
    public const string Alerts = "instocknow-alerts";

    /// <summary>Missing-product reports, keyed by <c>product_id</c>.</summary>
    public const string MissingProducts = "instocknow-missing-products";

    /// <summary>Records that a stage could make nothing of, byte for byte, with the reason in their headers.</summary>
    public const string DeadLetters = "instocknow-dead-letters";

    /// <summary>All of them, in the order in which data flows.</summary>
    public static IReadOnlyList<string> All { get; } = [Input, Alerts, MissingProducts, DeadLetters];
}
