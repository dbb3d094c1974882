namespace StockNow.Host.Configuration;

/// <summary>Whether a stage runs in this process when <c>--stages</c> does not say.</summary>
internal sealed class StageSwitch
{
    /// <summary>Runs the stage when there is no <c>--stages</c>; default true.</summary>
    public bool Enabled { get; set; } = true;
}
