namespace StockNow.Stages.AlertFilter;

/// <summary>The alert filter: which readings are alerts.</summary>
public sealed class AlertFilterOptions
{
    /// <summary>What makes a reading an alert; default Flag, the sensor's own judgement.</summary>
    public AlertRuleKind AlertRule { get; set; } = AlertRuleKind.Flag;
}

/// <summary>What makes a reading an alert.</summary>
public enum AlertRuleKind
{
    /// <summary>Its flag says so.</summary>
    Flag,

    /// <summary>Its quantity is below its threshold, whatever the flag says.</summary>
    Recompute,

    /// <summary>Its flag says so and its quantity is below its threshold.</summary>
    Both,
}
