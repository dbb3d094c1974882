using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Benchmarks;

/// <summary>The storage stage over a full input topic, from its start until all is in the lake.</summary>
sealed class StorageBenchmark : IBenchmark
{
    static readonly Target Target = new(300_000, PeakBytes: 512_000_000);

    public string Name => "storage";

    public string Summary => "The storage stage from the embedded log into Parquet, exactly once: readings of one hour, then of as many hours as the "
        + "input has.";

    public long? DefaultRecords => 2_000_000;

    public async Task RunAsync(BenchmarkRun run)
    {
        await StoreAsync(run, "storage, one hour", run.Input.WithinOneHour());
        await StoreAsync(run, "storage, all hours", run.Input);
    }

    static async Task StoreAsync(BenchmarkRun run, string part, BenchmarkInput input)
    {
        var folder = run.NewFolder();
        await using var pipeline = PipelineRun.Prepare(run, folder, StageNames.Storage);
        await Filling.PrepareAsync(pipeline.Log, TopicNames.Input, input, run.Records);
        var before = folder.Bytes;

        var stretch = Stretch.Begin();
        await pipeline.StartAsync();
        await pipeline.DrainAsync();
        var cost = stretch.End();

        Expect.Equal("rows", run.Records, await Expect.RowsAsync(pipeline.Services));
        run.Figures.Add(new Throughput(part, run.Records, input.BytesOf(run.Records), cost, folder.Bytes - before, Target));
    }
}
