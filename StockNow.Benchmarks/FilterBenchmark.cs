using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Benchmarks;

/// <summary>The alert filter over a full input topic, from its start until it is drained.</summary>
sealed class FilterBenchmark : IBenchmark
{
    static readonly Target Target = new(800_000);

    public string Name => "filter";

    public string Summary => "The alert filter through the embedded log, exactly once, every reading checked as JSON.";

    public long? DefaultRecords => 2_000_000;

    public async Task RunAsync(BenchmarkRun run)
    {
        var folder = run.NewFolder();
        await using var pipeline = PipelineRun.Prepare(run, folder, StageNames.AlertFilter);
        await Filling.PrepareAsync(pipeline.Log, TopicNames.Input, run.Input, run.Records);

        var stretch = Stretch.Begin();
        await pipeline.StartAsync();
        await pipeline.DrainAsync();
        var cost = stretch.End();

        Expect.Equal("alerts", run.Input.AlertsOf(run.Records), await Expect.RecordsAsync(pipeline.Log, TopicNames.Alerts));
        Expect.Equal("readings", run.Records, pipeline.MetricsOf(StageNames.AlertFilter).Received);
        run.Figures.Add(new Throughput("filter", run.Records, run.Input.BytesOf(run.Records), cost, folder.Bytes, Target));
    }
}
