namespace StockNow.Host.Dashboard;

/// <summary>How fast a total grows, over the last stretch of time.</summary>
internal sealed class SlidingRate(TimeSpan window)
{
    readonly Queue<(TimeSpan At, long Total)> _within = new();
    (TimeSpan At, long Total)? _oldest;

    /// <summary>Takes the total at a moment and gives its growth per second since the window began; 0 at first.</summary>
    public double Add(TimeSpan now, long total)
    {
        _oldest ??= (now, total);
        _within.Enqueue((now, total));
        while (_within.TryPeek(out var next) && now - next.At >= window) _oldest = _within.Dequeue();
        var passed = now - _oldest.Value.At;
        return passed > TimeSpan.Zero ? (total - _oldest.Value.Total) / passed.TotalSeconds : 0;
    }
}
