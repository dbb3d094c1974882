using StockNow.Stages.Base;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Simulator;

/// <summary>Tells the stage's status how far long work has come, at most five times a second.</summary>
sealed class ProgressReport(StageStatus status, TimeProvider time, string what) : IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly long _begun = time.GetTimestamp();
    double? _first;
    long _last;

    /// <summary>Says how much is done, from 0 to 1.</summary>
    public void Update(double fraction)
    {
        if (_first is not null && time.GetElapsedTime(_last) < Pause) return;
        _last = time.GetTimestamp();
        _first ??= fraction;
        status.Report(new Progress(what, fraction, LeftAt(fraction)));
    }

    /// <summary>Says that it is over.</summary>
    public void Dispose() => status.Report(null);

    TimeSpan? LeftAt(double fraction)
    {
        var done = fraction - _first!.Value;
        if (done <= 0) return null;
        var seconds = time.GetElapsedTime(_begun).TotalSeconds * (1 - fraction) / done;
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
