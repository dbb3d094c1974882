using System.Globalization;
using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>Says every ten seconds, and at the end, what rate was asked and what was achieved.</summary>
sealed class RateMeter(TimeProvider time, ILogger log)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    long? _begun;
    double? _asked;
    TimeSpan _reportedAt;
    long _reported;

    /// <summary>The time since the first reading was due.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_begun ?? time.GetTimestamp());

    /// <summary>Starts the clock, the first time.</summary>
    /// <param name="asked">Readings per second; null: as many as possible.</param>
    /// <returns>Whether it was the first time.</returns>
    public bool Begin(double? asked)
    {
        if (_begun is not null) return false;
        (_begun, _asked) = (time.GetTimestamp(), asked);
        return true;
    }

    /// <summary>Says the rate since the last time, when ten seconds have passed.</summary>
    public void Report(long readings)
    {
        var elapsed = Elapsed;
        if (elapsed - _reportedAt < Pause) return;
        Say(readings - _reported, elapsed - _reportedAt);
        (_reported, _reportedAt) = (readings, elapsed);
    }

    /// <summary>Says the rate of the whole run.</summary>
    public void End(long readings) => Say(readings, Elapsed);

    // The first reading is due at once: so many readings stand for at least the time that they were asked to take.
    void Say(long readings, TimeSpan elapsed)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, _asked is { } asked ? readings / asked : 0.001);
        log.RateMeasured(readings, elapsed, Named(_asked), readings / seconds);
    }

    /// <summary>A rate in words.</summary>
    /// <param name="asked">Readings per second; null: as many as possible.</param>
    public static string Named(double? asked) =>
        asked is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.###} readings/s") : "as many readings as possible";
}
