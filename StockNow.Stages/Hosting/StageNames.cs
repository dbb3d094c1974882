namespace StockNow.Stages.Hosting;

/// <summary>The stages' names, in the order in which data flows.</summary>
public static class StageNames
{
    /// <summary>Makes or replays readings.</summary>
    public const string Simulator = "simulator";

    /// <summary>Passes alerts on.</summary>
    public const string AlertFilter = "alert-filter";

    /// <summary>Turns alerts into missing-product reports.</summary>
    public const string AlertHandler = "alert-handler";

    /// <summary>Puts readings into the lake.</summary>
    public const string Storage = "storage";

    /// <summary>Answers the manager's questions.</summary>
    public const string Analysis = "analysis";

    /// <summary>All of them.</summary>
    public static System.Collections.ObjectModel.ReadOnlyCollection<string> All { get; } = [Simulator, AlertFilter, AlertHandler, Storage, Analysis];
}
