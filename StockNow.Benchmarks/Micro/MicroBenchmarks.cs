using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace StockNow.Benchmarks.Micro;

/// <summary>Small parts under BenchmarkDotNet, in this process: its own projects would not know the repository's build rules.</summary>
static class MicroBenchmarks
{
    /// <summary>The readings that one operation of each benchmark handles.</summary>
    public const int Readings = 10_000;

    public static int Run()
    {
        using var folders = new WorkFolders(AppContext.BaseDirectory);
        var config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(folders.New().Path);
        var summaries = BenchmarkRunner.Run([typeof(ReadingReaderBenchmarks), typeof(StoredBatchBenchmarks), typeof(ParquetBenchmarks)], config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
