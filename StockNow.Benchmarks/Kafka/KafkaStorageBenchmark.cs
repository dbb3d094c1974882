using System.Diagnostics;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Benchmarks.Kafka;

/// <summary>The storage stage from a full input topic on Kafka into Parquet, beside consumers that store nothing and beside Spark doing the same.</summary>
sealed class KafkaStorageBenchmark : IBenchmark
{
    const double MostProcessorSecondsPerMillion = 1.5;
    const long MostPeakBytes = 384_000_000;

    public string Name => "kafka-storage";

    public string Summary => "The storage stage from Kafka into Parquet at full speed, exactly once, beside bare consumers and Spark Structured Streaming, "
        + "in turn. Readings of one hour.";

    public long? DefaultRecords => 3_000_000;

    public bool NeedsWarmUp => false;

    public async Task RunAsync(BenchmarkRun run)
    {
        var settings = run.Settings.Kafka;
        await using var room = await BrokerRoom.TakeAsync(run);
        var input = run.Input.WithinOneHour();
        await Filling.AppendAsync(room.Log, TopicNames.Input, input, run.Records);

        BareConsumers.Managed(run, input); // nobody sees the first one: the broker and this process get warm
        List<Lap> bare = [], storage = [], spark = [];
        for (var round = 0; round < settings!.Rounds; round++)
        {
            bare.Add(BareConsumers.Native(run, input));
            storage.Add(await StoreAsync(run, room));
            if (settings.Peer is not null) spark.Add(await SparkPeer.StoreAsync(run, round));
        }

        run.Figures.Add(new Laps("bare consumer, native", run.Records, bare));
        var laps = new Laps($"storage, {settings.Lake.GetValueOrDefault("Lake:Store", "Local")}", run.Records, storage);
        run.Figures.Add(laps);
        run.Figures.Add(new Ratio("CPU-seconds per million readings, storage", laps.ProcessorSecondsPerMillion, AtMost: MostProcessorSecondsPerMillion));
        run.Figures.Add(new Ratio("peak memory of storage, MB", new Spread([.. storage.Select(lap => lap.PeakBytes!.Value / 1e6)]),
            AtMost: MostPeakBytes / 1e6));
        run.Figures.Add(new Ratio("records per CPU-second, storage to bare consumer", Ratio.OfPairs(bare, storage, lap => lap.Processor)));
        if (spark.Count == 0) return;
        run.Figures.Add(new Laps("Spark Structured Streaming", run.Records, spark));
        run.Figures.Add(new Ratio("records per CPU-second, storage to Spark", Ratio.OfPairs(spark, storage, lap => lap.Processor)));
        run.Figures.Add(new Ratio("records/s, storage to Spark", Ratio.OfPairs(spark, storage, lap => lap.Time)));
    }

    // Time is from the end of the program's start, as the peer's, to its end; processor time is that of the whole process.
    static async Task<Lap> StoreAsync(BenchmarkRun run, BrokerRoom room)
    {
        await room.RewindAsync(GroupNames.Storage, TopicNames.Input);
        await using var process = OwnStage.Start(run, StageNames.Storage,
            ["--until-drained", .. run.Settings.Kafka!.LakeArguments(Guid.NewGuid().ToString("N"))]);
        await process.FirstWordAsync();
        var started = Stopwatch.GetTimestamp();
        var steady = new SteadyRate(run.Records);
        await room.WhenCommittedAsync(GroupNames.Storage, TopicNames.Input, part =>
        {
            process.ThrowIfFailed();
            process.NotePeakMemory();
            steady.Note((long)(part * run.Records));
        });
        var time = Stopwatch.GetElapsedTime(started);
        var processor = await process.EndAsync();
        return new Lap(time, processor, steady.PerSecond, process.PeakBytes);
    }
}
