using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Benchmarks;

/// <summary>All stages at once, replaying a file at full speed until everything is handled and stored.</summary>
sealed class PipelineBenchmark : IBenchmark
{
    public string Name => "pipeline";

    public string Summary => "All stages in one process: a file replayed at full speed until drained, answers included; readings of one hour, then of all "
        + "hours.";

    public long? DefaultRecords => 2_000_000;

    public async Task RunAsync(BenchmarkRun run)
    {
        await ReplayAsync(run, "pipeline, one hour", run.Input.WithinOneHour());
        await ReplayAsync(run, "pipeline, all hours", run.Input);
    }

    static async Task ReplayAsync(BenchmarkRun run, string part, BenchmarkInput input)
    {
        var source = run.NewFolder();
        var file = Path.Combine(source.Path, "readings.ndjson");
        await input.WriteAsync(file, run.Records);

        var folder = run.NewFolder();
        await using var pipeline = PipelineRun.Prepare(
            run, folder, StageSelection.All, untilDrained: true, settings: new Dictionary<string, string?> { ["Simulator:Replay:File"] = file });
        var stretch = Stretch.Begin();
        await pipeline.StartAsync();
        await pipeline.EndAsync();
        var cost = stretch.End();

        Expect.Equal("readings", run.Records, await Expect.RecordsAsync(pipeline.Log, TopicNames.Input));
        Expect.Equal("reports", run.Input.AlertsOf(run.Records), await Expect.RecordsAsync(pipeline.Log, TopicNames.MissingProducts));
        Expect.Equal("rows", run.Records, await Expect.RowsAsync(pipeline.Services));
        run.Figures.Add(new Throughput(part, run.Records, input.BytesOf(run.Records), cost, folder.Bytes));
    }
}
