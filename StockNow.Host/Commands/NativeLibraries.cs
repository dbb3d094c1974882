using System.Runtime.InteropServices;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Commands;

/// <summary>The libraries that are no .NET code and lie beside the program: a copy of the program alone has none of them.</summary>
internal static class NativeLibraries
{
    /// <summary>All of them, as the adapters name them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. AdapterCatalog.All.SelectMany(adapter => adapter.NativeLibraries).Select(builds => builds[0])];

    /// <summary>A sentence for each library that the run needs and cannot load.</summary>
    public static IReadOnlyList<string> Missing(Setup setup) =>
        [.. setup.UsedAdapters.SelectMany(adapter => adapter.NativeLibraries).Where(builds => !builds.Any(CanLoad)).Select(builds => Sentence(builds[0]))];

    /// <summary>What is missing, where, and what to do.</summary>
    public static string Sentence(string library) =>
        $"{FileOf(library)} is missing beside the program, in {AppContext.BaseDirectory}, or cannot be loaded on this system. Copy the whole publish folder, "
        + "not the program alone.";

    static bool CanLoad(string library) => NativeLibrary.TryLoad(library, typeof(AdapterCatalog).Assembly, searchPath: null, out _);

    static string FileOf(string library)
    {
        if (library.Contains('.', StringComparison.Ordinal)) return Path.GetFileName(library);
        if (OperatingSystem.IsWindows()) return $"{library}.dll";
        var name = library.StartsWith("lib", StringComparison.Ordinal) ? library : $"lib{library}";
        return name + (OperatingSystem.IsMacOS() ? ".dylib" : ".so");
    }
}
