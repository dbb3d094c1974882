namespace StockNow.Contracts.Topics;

/// <summary>The consumer groups, fixed because operators' tools know them.</summary>
public static class GroupNames
{
    /// <summary>Reads the input topic.</summary>
    public const string AlertFilter = "instocknow-alert-filter";

    /// <summary>Reads the alerts topic.</summary>
    public const string AlertHandler = "instocknow-alert-handler";

    /// <summary>Reads the input topic.</summary>
    public const string Storage = "instocknow-storage";
}
