using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Benchmarks;

/// <summary>The way of a single reading to its report while all stages run and little happens.</summary>
sealed class LatencyBenchmark : IBenchmark
{
    const int Rate = 100;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5), Measured = TimeSpan.FromSeconds(20), Target = TimeSpan.FromMilliseconds(20),
        Look = TimeSpan.FromMilliseconds(50);

    public string Name => "latency";

    public string Summary => $"All stages in one process at {Rate} readings/s for {Measured.TotalSeconds} s: from just before the simulator's commit until a "
        + "reader has the report.";

    public long? DefaultRecords => null;

    public async Task RunAsync(BenchmarkRun run)
    {
        var folder = run.NewFolder();
        await using var pipeline = PipelineRun.Prepare(run, folder, StageSelection.All, settings: new Dictionary<string, string?>
        {
            ["Simulator:Rate"] = Rate.ToString(CultureInfo.InvariantCulture),
            ["Simulator:Count"] = ((long)(Rate * (WarmUp + Measured).TotalSeconds)).ToString(CultureInfo.InvariantCulture),
            ["Simulator:Seed"] = "1",
        }, more: services => services.Decorate<IEventLog, TimedEventLog>());
        var log = (TimedEventLog)pipeline.Log;
        await pipeline.StartAsync();

        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => ReadReportsAsync(log, stop.Token));
        await Task.Delay(WarmUp);
        var stretch = Stretch.Begin();
        while (pipeline.StateOf(StageNames.Simulator) != StageState.Done) await Task.Delay(Look);
        var cost = stretch.End();
        await pipeline.DrainAsync();
        await Task.Delay(Look * 4);
        await stop.CancelAsync();
        var reports = await reading;

        Expect.Equal("reports", pipeline.MetricsOf(StageNames.AlertFilter).Sent, reports.Count);
        run.Figures.Add(new Latency("reading to report", await TimesAsync(log, reports), cost.Processor / cost.Time, Target));
    }

    // Each report with the offset of its alert and the moment at which it was there.
    static async Task<List<(long Alert, long At)>> ReadReportsAsync(TimedEventLog log, CancellationToken stop)
    {
        await using var session = await log.OpenSessionAsync("benchmark", TopicNames.MissingProducts, CancellationToken.None);
        var reports = new List<(long, long)>();
        try
        {
            while (true)
            {
                var batch = await session.ReadAsync(stop);
                var now = Stopwatch.GetTimestamp();
                for (var i = 0; i < batch.Count; i++) reports.Add((SourceOf(batch[i], TopicNames.Alerts), now));
            }
        }
        catch (OperationCanceledException)
        {
            return reports;
        }
    }

    static async Task<List<TimeSpan>> TimesAsync(TimedEventLog log, List<(long Alert, long At)> reports)
    {
        var readings = new List<long>();
        await foreach (var batch in log.ScanAsync(new TopicPartition(TopicNames.Alerts, 0), 0, long.MaxValue, CancellationToken.None))
            for (var i = 0; i < batch.Count; i++) readings.Add(SourceOf(batch[i], TopicNames.Input));
        return
        [
            .. from report in reports
               let reading = readings[(int)report.Alert]
               where reading >= Rate * WarmUp.TotalSeconds
               select Stopwatch.GetElapsedTime(log.CommitBegan[(int)reading], report.At),
        ];
    }

    static long SourceOf(in LogRecord record, string topic) => record.Headers.TryGetSource(topic, out _, out var offset)
        ? offset : throw new BenchmarkException($"The record of offset {record.Offset} does not name its source in {topic}.");
}
