using System.Diagnostics;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Benchmarks.Kafka;

/// <summary>The way of a single reading over Kafka while readings come steadily, beside Kafka Streams doing the filter's part.</summary>
sealed class KafkaLatencyBenchmark : IBenchmark
{
    const int Rate = 1_000;
    const double StreamsTarget = 0.5;
    // A broker that has just started is slower for some minutes, until its virtual machine has compiled the way of a transaction: p99 24 to 42 ms where it is
    // 16 to 19 later.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15), WarmUpOfBroker = TimeSpan.FromMinutes(3);
    static readonly TimeSpan Measured = TimeSpan.FromSeconds(20), Look = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Target = TimeSpan.FromMilliseconds(20);

    public string Name => "kafka-latency";

    public string Summary => $"{Rate:N0} readings/s over Kafka for {Measured.TotalSeconds} s, after warming the broker for {WarmUpOfBroker.TotalMinutes} "
        + "minutes: from just before a reading is produced until a read_committed consumer has its report, or its alert.";

    public long? DefaultRecords => null;

    public async Task RunAsync(BenchmarkRun run)
    {
        var settings = run.Settings.Kafka;
        await using var room = await BrokerRoom.TakeAsync(run);
        List<Way> reports = [], alerts = [], streams = [];
        await MeasureAsync(run, room, TopicNames.MissingProducts, FilterAndHandler, WarmUpOfBroker);
        for (var round = 0; round < settings!.Rounds; round++)
        {
            reports.Add(await MeasureAsync(run, room, TopicNames.MissingProducts, FilterAndHandler, WarmUp));
            alerts.Add(await MeasureAsync(run, room, TopicNames.Alerts, Filter, WarmUp));
            if (settings.Peer is not null) streams.Add(await MeasureAsync(run, room, BrokerRoom.PeerAlerts, () => [StreamsPeer.Start(settings)], WarmUp));
        }

        run.Figures.Add(Pooled("reading to report, filter and handler", reports, Target));
        run.Figures.Add(Pooled("reading to alert, filter", alerts));
        if (streams.Count == 0) return;
        run.Figures.Add(Pooled("reading to alert, Kafka Streams", streams));
        run.Figures.Add(new Ratio("p99 of the alert, filter to Kafka Streams", new Spread([.. alerts.Zip(streams, (own, other) => P99(own) / P99(other))]),
            AtMost: StreamsTarget));

        ChildProcess[] Filter() => [OwnStage.Start(run, StageNames.AlertFilter)];
        ChildProcess[] FilterAndHandler() => [.. Filter(), OwnStage.Start(run, StageNames.AlertHandler)];
    }

    static async Task<Way> MeasureAsync(BenchmarkRun run, BrokerRoom room, string output, Func<ChildProcess[]> start, TimeSpan warmUp)
    {
        await room.RenewAsync();
        using var done = new CancellationTokenSource();
        using var enough = new CancellationTokenSource();
        var alerts = new SentAlerts();
        var readings = new SteadyReadings(run, Rate, alerts);
        var processes = start();
        try
        {
            var arriving = Task.Factory.StartNew(() => Arrivals.Read(run.Settings.Kafka!.Brokers, output, alerts, done.Token), TaskCreationOptions.LongRunning);
            var sending = readings.RunAsync(enough.Token);
            await UntilAsync(() => alerts.Count.Arrived > 0, "came out at all");
            await Task.Delay(warmUp);

            var (first, processor, started) = (readings.Sent, ProcessorOf(processes), Stopwatch.GetTimestamp());
            await Task.Delay(Measured);
            var share = (ProcessorOf(processes) - processor) / Stopwatch.GetElapsedTime(started);

            await enough.CancelAsync();
            await sending;
            await UntilAsync(() => alerts.Count is var (sent, arrived) && arrived >= sent, "of some alerts came out");
            foreach (var process in processes) await process.StopAsync();
            await done.CancelAsync();
            await arriving;
            Expect.Equal($"records in {output}", alerts.Count.Sent, await room.CountAsync(output));
            return new Way(alerts.TimesFrom(first), share);

            async Task UntilAsync(Func<bool> isThere, string what)
            {
                for (var since = Stopwatch.GetTimestamp(); !isThere(); await Task.Delay(Look))
                {
                    if (arriving.IsFaulted) await arriving;
                    foreach (var process in processes) process.ThrowIfEnded();
                    if (Stopwatch.GetElapsedTime(since) > Timeout)
                        throw new BenchmarkException($"Within {Timeout.TotalSeconds} s nothing {what}: {alerts.Count.Arrived} of {alerts.Count.Sent} are in "
                            + $"{output}.");
                }
            }
        }
        finally
        {
            await done.CancelAsync();
            await enough.CancelAsync();
            foreach (var process in processes) await process.DisposeAsync();
        }
    }

    static TimeSpan ProcessorOf(ChildProcess[] processes) => processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.Processor);

    static Latency Pooled(string part, List<Way> ways, TimeSpan? target = null) =>
        new(part, ways.SelectMany(way => way.Times), ways.Average(way => way.ProcessorShare), target);

    static double P99(Way way) => new Latency("", way.Times, way.ProcessorShare, null).Percentile(99).TotalMilliseconds;

    /// <summary>One round of one part.</summary>
    readonly record struct Way(List<TimeSpan> Times, double ProcessorShare);
}
