using System.Diagnostics;

namespace StockNow.Benchmarks.Measuring;

/// <summary>Records per second from the end of the first tenth on: what is reached after connecting, joining and compiling.</summary>
/// <param name="records">How many there are.</param>
sealed class SteadyRate(long records)
{
    long _first, _firstAt, _last, _lastAt;

    /// <summary>Null until something came after the first tenth.</summary>
    public double? PerSecond => _last > _first ? (_last - _first) / Stopwatch.GetElapsedTime(_firstAt, _lastAt).TotalSeconds : null;

    /// <summary>Notes how many records are done now.</summary>
    public void Note(long done)
    {
        if (done < records / 10 || done == _last) return;
        var now = Stopwatch.GetTimestamp();
        if (_firstAt == 0) (_first, _firstAt) = (done, now);
        (_last, _lastAt) = (done, now);
    }
}
