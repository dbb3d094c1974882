namespace StockNow.Stages.Streaming;

/// <summary>The positions that the next commit will save.</summary>
sealed class PendingPositions
{
    readonly Dictionary<string, (string? Expected, string Value)> _positions = [];

    public bool IsEmpty => _positions.Count == 0;

    public IEnumerable<(string Name, string? Expected, string Value)> All => _positions.Select(one => (one.Key, one.Value.Expected, one.Value.Value));

    /// <summary>Adds one; of a name that is there already the first expectation stays.</summary>
    public void Add(string name, string? expected, string value) =>
        _positions[name] = (_positions.TryGetValue(name, out var pending) ? pending.Expected : expected, value);

    public void Clear() => _positions.Clear();
}
