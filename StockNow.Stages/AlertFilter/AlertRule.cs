using StockNow.Contracts.Events;

namespace StockNow.Stages.AlertFilter;

/// <summary>Decides which readings are alerts.</summary>
static class AlertRule
{
    /// <summary>Whether the reading is an alert under a rule.</summary>
    public static bool IsAlert(AlertRuleKind rule, in ReadingFields reading) => rule switch
    {
        AlertRuleKind.Recompute => IsBelowThreshold(reading),
        AlertRuleKind.Both => reading.Alert && IsBelowThreshold(reading),
        _ => reading.Alert,
    };

    /// <summary>Whether the reading's flag says something else than its numbers.</summary>
    public static bool IsContradicted(in ReadingFields reading) => reading.Alert != IsBelowThreshold(reading);

    static bool IsBelowThreshold(in ReadingFields reading) => reading.Quantity < reading.Threshold;
}
