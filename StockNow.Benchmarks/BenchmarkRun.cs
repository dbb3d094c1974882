using StockNow.Benchmarks.Kafka;
using StockNow.Benchmarks.Measuring;
using StockNow.Stages.Streaming;

namespace StockNow.Benchmarks;

/// <summary>One run of one benchmark: what it works on, and the figures it comes to.</summary>
/// <param name="settings">What the command line said.</param>
/// <param name="folders">Where data goes.</param>
/// <param name="input">The readings.</param>
/// <param name="records">How many to handle, looping over the readings.</param>
sealed class BenchmarkRun(BenchmarkSettings settings, WorkFolders folders, BenchmarkInput input, long records)
{
    public BenchmarkSettings Settings => settings;

    public BenchmarkInput Input => input;

    public long Records => records;

    public Figures Figures { get; } = new();

    public WorkFolder NewFolder() => folders.New();

    /// <summary>A shorter run whose figures nobody sees, so that the code is compiled before it is measured.</summary>
    public BenchmarkRun WarmUp(long atMost) => new(settings, folders, input, Math.Min(records, atMost));
}

/// <summary>What the command line said.</summary>
/// <param name="Records">Records to handle, or null for each benchmark's own number.</param>
/// <param name="Input">An .ndjson or .ndjson.gz file, or null for the default.</param>
/// <param name="Folder">Where data goes; what a benchmark makes in it is removed afterwards.</param>
/// <param name="Durability">What a commit of the event log survives.</param>
/// <param name="Json">Whether figures are printed for programs.</param>
/// <param name="Kafka">Where Kafka is and what is compared with; null when no broker is named.</param>
sealed record BenchmarkSettings(long? Records, string? Input, string Folder, Durability Durability, bool Json, KafkaSettings? Kafka);
