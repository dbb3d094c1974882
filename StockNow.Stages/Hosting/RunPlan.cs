namespace StockNow.Stages.Hosting;

/// <summary>What this process runs.</summary>
/// <param name="Stages">The enabled stages' names, in the order in which data flows.</param>
/// <param name="UntilDrained">Whether the run ends once all input is handled.</param>
public sealed record RunPlan(IReadOnlyList<string> Stages, bool UntilDrained)
{
    /// <summary>Whether the stage runs in this process.</summary>
    public bool Has(string stage) => Stages.Contains(stage);

    /// <summary>Whether the stage is the only one in this process.</summary>
    public bool IsAlone(string stage) => Stages.Count == 1 && Stages[0] == stage;
}
