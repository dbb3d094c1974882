using StockNow.Stages.Engines;

namespace StockNow.Stages.AlertFilter;

/// <summary>The view <c>alerts</c> of the command <c>sql</c>: <see cref="AlertRule"/> as SQL.</summary>
sealed class AlertsView(AlertFilterOptions options) : ISqlView
{
    public string Name => "alerts";

    public string Over => "readings";

    public string Query => $"SELECT * FROM readings WHERE {Condition}";

    string Condition => options.AlertRule switch
    {
        AlertRuleKind.Recompute => "quantity < threshold",
        AlertRuleKind.Both => "alert AND quantity < threshold",
        _ => "alert",
    };
}
