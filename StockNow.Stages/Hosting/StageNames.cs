namespace StockNow.Stages.Hosting;

/// <summary>The names of the stages.</summary>
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
}
