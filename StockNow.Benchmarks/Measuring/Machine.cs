using System.Globalization;
using System.Runtime.InteropServices;

namespace StockNow.Benchmarks.Measuring;

/// <summary>The machine that figures are from.</summary>
/// <param name="Processor">The model of the processor.</param>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="MemoryBytes">Memory that this process may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="Load">Processes that were running or waiting to run during the last minute, this one included; null where it is not known.</param>
sealed record Machine(string Processor, int Cores, long MemoryBytes, string System, string Runtime, double? Load)
{
    public static Machine Now() => new(
        ValueOf("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, LoadNow());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryBytes / 1e9:0.0} GB, {System}, {Runtime}{(Load is { } load ? $", load {load:0.00}" : "")}");

    /// <summary>The value of a line <c>name : value</c> of a file of the kernel's, or null.</summary>
    internal static string? ValueOf(string file, string name)
    {
        if (!File.Exists(file)) return null;
        foreach (var line in File.ReadLines(file))
            if (line.StartsWith(name, StringComparison.Ordinal) && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                return line[(colon + 1)..].Trim();
        return null;
    }

    static double? LoadNow() =>
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
