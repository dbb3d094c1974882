namespace StockNow.Stages.Simulator;

/// <summary>A position in the event log, and the value that it had after the last commit.</summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value; null when it has none.</param>
sealed class SavedPosition(string name, string? value)
{
    public string Name => name;

    public string? Value { get; set; } = value;
}
