using System.Diagnostics;

namespace StockNow.Benchmarks.Measuring;

/// <summary>A stretch of work under measurement: time, processor time of the whole process, and peak memory.</summary>
sealed class Stretch
{
    readonly TimeSpan _processor;
    readonly long _started;

    Stretch()
    {
        PeakMemory.Begin();
        _processor = ProcessorTime();
        _started = Stopwatch.GetTimestamp();
    }

    public static Stretch Begin() => new();

    public Cost End() => new(Stopwatch.GetElapsedTime(_started), ProcessorTime() - _processor, PeakMemory.Bytes());

    static TimeSpan ProcessorTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}

/// <summary>What a stretch of work took.</summary>
/// <param name="Time">By the clock on the wall.</param>
/// <param name="Processor">User and system time of all threads.</param>
/// <param name="PeakBytes">The most memory.</param>
sealed record Cost(TimeSpan Time, TimeSpan Processor, long PeakBytes);
