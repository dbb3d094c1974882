using System.ComponentModel.DataAnnotations;

namespace StockNow.Stages.AlertFilter;

/// <summary>The alert filter: which readings are alerts.</summary>
public sealed class AlertFilterOptions
{
    /// <summary>
    /// Workers that share the partitions in this process. On Kafka at most one per partition, and no more than free processors; the embedded log allows one.
    /// Default 1.
    /// </summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;

    /// <summary>
    /// What makes a reading an alert; default Flag, the sensor's own judgement, also where it contradicts the numbers. Such readings are counted and named in
    /// the log.
    /// One that is an alert although its shelf holds three times the threshold or more leaves nothing to bring: the handler puts it into the dead letters with
    /// the reason nothing-missing.
    /// </summary>
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
