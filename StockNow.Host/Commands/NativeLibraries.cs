using System.Runtime.InteropServices;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>The libraries that are no .NET code and lie beside the program: a copy of the program alone has none of them.</summary>
internal static class NativeLibraries
{
    const string Sqlite = "e_sqlite3", Kafka = "librdkafka", DuckDb = "duckdb";

    // On some systems the Kafka client takes another build of its library.
    static readonly string[] KafkaBuilds = [Kafka, "centos8-librdkafka", "alpine-librdkafka"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Sqlite, Kafka, DuckDb];

    /// <summary>A sentence for each library that the run needs and cannot load.</summary>
    public static IReadOnlyList<string> Missing(Setup setup)
    {
        var missing = new List<string>();
        if (setup.UsesEventLog && setup.EventLog.Kind == EventLogKind.Embedded && !CanLoad(Sqlite)) missing.Add(Sentence(Sqlite));
        if (setup.UsesEventLog && setup.EventLog.Kind == EventLogKind.Kafka && !KafkaBuilds.Any(CanLoad)) missing.Add(Sentence(Kafka));
        if (setup.UsesEngine && !CanLoad(DuckDb)) missing.Add(Sentence(DuckDb));
        return missing;
    }

    /// <summary>What is missing, where, and what to do.</summary>
    public static string Sentence(string library) =>
        $"{FileOf(library)} is missing beside the program, in {AppContext.BaseDirectory}, or cannot be loaded on this system. Copy the whole publish folder, not the program alone.";

    static bool CanLoad(string library) => NativeLibrary.TryLoad(library, typeof(IEventLog).Assembly, searchPath: null, out _);

    static string FileOf(string library)
    {
        if (library.Contains('.', StringComparison.Ordinal)) return Path.GetFileName(library);
        if (OperatingSystem.IsWindows()) return $"{library}.dll";
        var name = library.StartsWith("lib", StringComparison.Ordinal) ? library : $"lib{library}";
        return name + (OperatingSystem.IsMacOS() ? ".dylib" : ".so");
    }
}
