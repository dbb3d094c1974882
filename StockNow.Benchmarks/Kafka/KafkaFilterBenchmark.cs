using System.Diagnostics;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Benchmarks.Kafka;

/// <summary>The alert filter over a full input topic on Kafka, beside consumers that do nothing and beside Kafka Streams doing the same.</summary>
sealed class KafkaFilterBenchmark : IBenchmark
{
    const double StreamsTarget = 4, NativeTarget = 0.6;

    public string Name => "kafka-filter";

    public string Summary => "The alert filter on Kafka at full speed, exactly once, beside bare consumers and Kafka Streams, in turn.";

    public long? DefaultRecords => 2_000_000;

    public bool NeedsWarmUp => false;

    public async Task RunAsync(BenchmarkRun run)
    {
        var settings = run.Settings.Kafka;
        await using var room = await BrokerRoom.TakeAsync(run);
        await Filling.AppendAsync(room.Log, TopicNames.Input, run.Input, run.Records);

        BareConsumers.Managed(run); // nobody sees the first one: the broker and this process get warm
        List<Lap> managed = [], native = [], filter = [], streams = [];
        for (var round = 0; round < settings!.Rounds; round++)
        {
            managed.Add(BareConsumers.Managed(run));
            native.Add(BareConsumers.Native(run));
            filter.Add(await FilterAsync(run, room));
            if (settings.Peer is not null) streams.Add(await StreamsAsync(run, room));
        }

        run.Figures.Add(new Laps("bare consumer, .NET", run.Records, managed));
        run.Figures.Add(new Laps("bare consumer, native", run.Records, native));
        run.Figures.Add(new Laps("filter", run.Records, filter));
        run.Figures.Add(new Ratio("steady records/s, filter to bare native", Ratio.OfSteady(filter, native), AtLeast: NativeTarget));
        if (streams.Count == 0) return;
        run.Figures.Add(new Laps("Kafka Streams", run.Records, streams));
        run.Figures.Add(new Ratio("records per CPU-second, filter to Kafka Streams", Ratio.OfPairs(streams, filter, lap => lap.Processor),
            AtLeast: StreamsTarget));
        run.Figures.Add(new Ratio("records/s, filter to Kafka Streams", Ratio.OfPairs(streams, filter, lap => lap.Time)));
    }

    // Time is from the end of the program's start, as the peer's, to the last commit; processor time is that of the whole process.
    static async Task<Lap> FilterAsync(BenchmarkRun run, BrokerRoom room)
    {
        await room.RewindAsync(GroupNames.AlertFilter, TopicNames.Input);
        var before = await room.Log.DescribeAsync(TopicNames.Alerts, CancellationToken.None);

        await using var process = OwnStage.Start(run, StageNames.AlertFilter);
        await process.FirstWordAsync();
        var started = Stopwatch.GetTimestamp();
        var steady = new SteadyRate(run.Records);
        await room.WhenCommittedAsync(GroupNames.AlertFilter, TopicNames.Input, part =>
        {
            process.ThrowIfEnded();
            steady.Note((long)(part * run.Records));
        });
        var time = Stopwatch.GetElapsedTime(started);
        var processor = await process.StopAsync();

        Expect.Equal("alerts", run.Input.AlertsOf(run.Records), await room.CountAsync(TopicNames.Alerts, before));
        return new Lap(time, processor, steady.PerSecond);
    }

    static async Task<Lap> StreamsAsync(BenchmarkRun run, BrokerRoom room)
    {
        var before = await room.Log.DescribeAsync(BrokerRoom.PeerAlerts, CancellationToken.None);
        var (lap, records, alerts) = await StreamsPeer.FilterAsync(run.Settings.Kafka!);
        Expect.Equal("records of the peer", run.Records, records);
        Expect.Equal("alerts of the peer", run.Input.AlertsOf(run.Records), alerts);
        Expect.Equal("alerts of the peer in its topic", alerts, await room.CountAsync(BrokerRoom.PeerAlerts, before));
        return lap;
    }
}
