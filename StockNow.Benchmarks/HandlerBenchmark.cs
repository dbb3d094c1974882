using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Benchmarks;

/// <summary>The alert handler over a full topic of alerts, from its start until it is drained.</summary>
sealed class HandlerBenchmark : IBenchmark
{
    public string Name => "handler";

    public string Summary => "The alert handler through the embedded log, exactly once, a report for every alert.";

    public long? DefaultRecords => 2_000_000;

    public async Task RunAsync(BenchmarkRun run)
    {
        var alerts = run.Input.Alerts();
        var folder = run.NewFolder();
        await using var pipeline = PipelineRun.Prepare(run, folder, StageNames.AlertHandler);
        await Filling.PrepareAsync(pipeline.Log, TopicNames.Alerts, alerts, run.Records);

        var stretch = Stretch.Begin();
        await pipeline.StartAsync();
        await pipeline.DrainAsync();
        var cost = stretch.End();

        Expect.Equal("reports", run.Records, await Expect.RecordsAsync(pipeline.Log, TopicNames.MissingProducts));
        run.Figures.Add(new Throughput("handler", run.Records, alerts.BytesOf(run.Records), cost, folder.Bytes));
    }
}
