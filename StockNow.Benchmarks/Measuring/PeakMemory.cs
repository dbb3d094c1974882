using System.Diagnostics;
using System.Globalization;

namespace StockNow.Benchmarks.Measuring;

/// <summary>The most physical memory that this process has had.</summary>
static class PeakMemory
{
    const string ForgetFile = "/proc/self/clear_refs", ForgetPeak = "5";

    /// <summary>Frees the memory of earlier parts and, on Linux, forgets the peak, so that it is that of the part to come.</summary>
    public static void Begin()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (File.Exists(ForgetFile)) File.WriteAllText(ForgetFile, ForgetPeak);
    }

    /// <summary>Bytes: VmHWM on Linux, the peak working set elsewhere.</summary>
    public static long Bytes()
    {
        if (Machine.ValueOf("/proc/self/status", "VmHWM") is { } kilobytes) return long.Parse(kilobytes.Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
