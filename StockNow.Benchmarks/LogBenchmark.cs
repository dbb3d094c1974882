using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Benchmarks;

/// <summary>The embedded event log alone.</summary>
sealed class LogBenchmark : IBenchmark
{
    static readonly Target AppendTarget = new(1_500_000), ReadTarget = new(5_000_000);

    public string Name => "log";

    public string Summary => "The embedded event log: append, then read, then both at once.";

    public long? DefaultRecords => 5_000_000;

    public async Task RunAsync(BenchmarkRun run)
    {
        await OneAfterTheOtherAsync(run);
        await BothAtOnceAsync(run);
    }

    static async Task OneAfterTheOtherAsync(BenchmarkRun run)
    {
        var folder = run.NewFolder();
        await using var pipeline = PipelineRun.Prepare(run, folder, StageNames.AlertFilter);
        await pipeline.Log.EnsureTopicsAsync([TopicNames.Input], CancellationToken.None);

        var stretch = Stretch.Begin();
        await Filling.AppendAsync(pipeline.Log, TopicNames.Input, run.Input, run.Records);
        run.Figures.Add(FigureOf(run, "append", stretch.End(), folder, AppendTarget));

        stretch = Stretch.Begin();
        await ReadAsync(pipeline.Log, run);
        run.Figures.Add(FigureOf(run, "read", stretch.End(), folder, ReadTarget));
    }

    static async Task BothAtOnceAsync(BenchmarkRun run)
    {
        var folder = run.NewFolder();
        await using var pipeline = PipelineRun.Prepare(run, folder, StageNames.AlertFilter);
        await pipeline.Log.EnsureTopicsAsync([TopicNames.Input], CancellationToken.None);

        var stretch = Stretch.Begin();
        await Task.WhenAll(Task.Run(() => Filling.AppendAsync(pipeline.Log, TopicNames.Input, run.Input, run.Records)),
            Task.Run(() => ReadAsync(pipeline.Log, run)));
        run.Figures.Add(FigureOf(run, "append and read at once", stretch.End(), folder, null));
    }

    static Throughput FigureOf(BenchmarkRun run, string part, Cost cost, WorkFolder folder, Target? target) =>
        new(part, run.Records, run.Input.BytesOf(run.Records), cost, folder.Bytes, target);

    // Every record is looked at, and the offset is committed as a consumer does.
    static async Task ReadAsync(IEventLog log, BenchmarkRun run)
    {
        await using var session = await log.OpenSessionAsync(GroupNames.AlertFilter, TopicNames.Input, CancellationToken.None);
        var (records, bytes) = (0L, 0L);
        while (records < run.Records)
        {
            var batch = await session.ReadAsync(CancellationToken.None);
            for (var i = 0; i < batch.Count; i++)
            {
                var record = batch[i];
                bytes += record.Key.Length + record.Value.Length;
                if (record.Offset != records++) throw new BenchmarkException($"Offset {record.Offset} came where {records - 1} was due.");
            }
            await session.CommitIfDueAsync(CancellationToken.None);
        }
        await session.CommitAsync(CancellationToken.None);
        if (bytes != run.Input.BytesOf(run.Records))
            throw new BenchmarkException($"{bytes} bytes were read where {run.Input.BytesOf(run.Records)} were appended.");
    }
}
