using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Table;

namespace StockNow.Benchmarks;

/// <summary>What storing a range, resuming and listing the files cost while the chain of a partition grows: they are to stay flat.</summary>
sealed class ChainBenchmark : IBenchmark
{
    const int Measured = 500;
    const double MostGrowth = 2;
    static readonly TopicPartition Partition = new(TopicNames.Input, 0);

    public string Name => "chain";

    public string Summary => "One partition's chain of intents, from a hundredth of --records ranges to all of them: the time to store a range and to resume.";

    public long? DefaultRecords => 100_000;

    public bool NeedsWarmUp => false;

    public async Task RunAsync(BenchmarkRun run)
    {
        await using var pipeline = PipelineRun.Prepare(run, run.NewFolder(), StageNames.Storage);
        var table = pipeline.Services.GetRequiredService<LakeTable>();
        var writer = await table.OpenWriterAsync("benchmark0000000", new NothingToRead(), CancellationToken.None);
        var next = (await writer.RecoverAsync(Partition, committed: null, start: 0, CancellationToken.None)).Next;
        var rows = new ReadingRows(Partition, new RowMemory());
        var (first, last) = (0d, 0d);
        foreach (var length in new[] { run.Records / 100, run.Records / 10, run.Records })
        {
            while (next < length - Measured) next = await StoreAsync(writer, rows, next);
            var started = Stopwatch.GetTimestamp();
            for (var range = 0; range < Measured; range++) next = await StoreAsync(writer, rows, next);
            last = Stopwatch.GetElapsedTime(started).TotalMilliseconds / Measured;
            if (first == 0) first = last;
            var resumed = await TimeAsync(async () =>
            {
                var again = await table.OpenWriterAsync("benchmark0000000", new NothingToRead(), CancellationToken.None);
                Expect.Equal("the offset to resume at", next, (await again.RecoverAsync(Partition, committed: null, start: 0, CancellationToken.None)).Next);
            });
            run.Figures.Add(new Ratio(string.Create(CultureInfo.InvariantCulture, $"{length:N0} ranges: ms to store one more"), new Spread([last])));
            run.Figures.Add(new Ratio(string.Create(CultureInfo.InvariantCulture, $"{length:N0} ranges: ms to resume without a committed offset"),
                new Spread([resumed]), AtMost: 1000));
        }
        run.Figures.Add(new Ratio("growth of the time to store one more", new Spread([last / first]), AtMost: MostGrowth));
        run.Figures.Add(new Ratio("ms to list the files of the whole table for the first time",
            new Spread([await TimeAsync(() => table.Files.ListAsync(CancellationToken.None))])));
    }

    // Records of which no reading can be made: the range is claimed like any other, and has no files.
    static async Task<long> StoreAsync(TableWriter writer, ReadingRows rows, long start)
    {
        var content = new RangeContent
        {
            Rows = rows, Start = start, End = start, Removed = 0, Records = 1, Malformed = 1, Hash = "0000000000000000", Limits = ReadingLimits.Default,
        };
        return (await writer.PublishAsync(content, CancellationToken.None)).Range.End + 1;
    }

    static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    sealed class NothingToRead : IRangeSource
    {
        public Task<RangeContent> ReadAsync(Intent claimed, CancellationToken stop) => throw new NotSupportedException();

        public Task<HeldOffsets?> HeldAsync(TopicPartition partition, CancellationToken stop) =>
            Task.FromResult<HeldOffsets?>(new HeldOffsets(0, long.MaxValue));
    }
}
