using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Benchmarks.Kafka;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Lake;
using StockNow.Stages.Analysis;
using StockNow.Stages.Analysis.Cube;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;

namespace StockNow.Benchmarks;

/// <summary>All answers over one lake: over every file, over what is new, by SQL that a person wrote for DuckDB, and by Spark.</summary>
sealed class AnswersBenchmark : IBenchmark
{
    const int Rounds = 3;

    public string Name => "answers";

    public string Summary => "All answers over a lake of --records readings, beside hand-written SQL on DuckDB and, where STOCKNOW_BENCH_PEER names its "
        + "script, beside Spark.";

    public long? DefaultRecords => 20_000_000;

    public bool NeedsWarmUp => false;

    public async Task RunAsync(BenchmarkRun run)
    {
        var folder = run.NewFolder();
        await FillAsync(run, folder);
        await using var pipeline = PipelineRun.Prepare(run, folder, StageNames.Analysis);
        var lake = Path.Combine(folder.Path, "lake", LakeLayout.Table);
        var (own, hand, again) = (new List<Lap>(), new List<Lap>(), new List<Lap>());
        await AnswerAsync(pipeline.Services, run.Records, full: true);
        HandWrittenSql.Ask(lake, run.Records);
        for (var round = 0; round < Rounds; round++)
        {
            own.Add(await MeasureAsync(() => AnswerAsync(pipeline.Services, run.Records, full: true)));
            hand.Add(await MeasureAsync(() => Task.Run(() => HandWrittenSql.Ask(lake, run.Records))));
            again.Add(await MeasureAsync(() => AnswerAsync(pipeline.Services, run.Records, full: false)));
        }
        run.Figures.Add(new Laps("all answers, every file counted", run.Records, own));
        run.Figures.Add(new Laps("all answers, nothing new to count", run.Records, again));
        run.Figures.Add(new Laps("hand-written SQL on DuckDB", run.Records, hand));
        run.Figures.Add(new Ratio("time of all answers to that of hand-written SQL", Ratio.OfPairs(own, hand, lap => lap.Time), AtMost: 1.2));
        run.Figures.Add(new Ratio("time of all answers, nothing new, in ms", new Spread([.. again.Select(lap => lap.Time.TotalMilliseconds)])));
        run.Figures.Add(new Ratio("peak memory in MB", new Spread([.. own.Select(lap => lap.PeakBytes!.Value / 1e6)]), AtMost: 512));
        if (Environment.GetEnvironmentVariable("STOCKNOW_BENCH_PEER") is { Length: > 0 } peer)
        {
            var spark = await SparkPeer.AnswerAsync(peer, lake, Rounds);
            run.Figures.Add(new Ratio("time of Spark to that of all answers", new Spread([.. own.Select(lap => spark / lap.Time)]), AtLeast: 5));
        }
    }

    // Twenty stores with ten products, each read once in a minute.
    static async Task FillAsync(BenchmarkRun run, WorkFolder folder)
    {
        await using var pipeline = PipelineRun.Prepare(run, folder, $"{StageNames.Simulator},{StageNames.Storage}", untilDrained: true, new()
        {
            ["Simulator:Count"] = $"{run.Records}", ["Simulator:Speed"] = "max", ["Simulator:Interval"] = "1m", ["Simulator:Stores"] = "20",
            ["Simulator:Seed"] = "1",
        });
        await pipeline.StartAsync();
        await pipeline.EndAsync();
        Expect.Equal("rows", run.Records, await Expect.RowsAsync(pipeline.Services));
    }

    static async Task AnswerAsync(IServiceProvider services, long readings, bool full)
    {
        var answers = new LakeAnswers(
            services.GetRequiredService<IPublishedFiles>(), services.GetRequiredService<ILakeStore>(), services.GetRequiredService<CubeCounter>(), fresh: null,
            services.GetRequiredService<IQuestionReader>(), new AnalysisOptions { Full = full }, TimeProvider.System, NullLogger<AnalysisWorker>.Instance);
        await answers.RefreshAsync(CancellationToken.None);
        Expect.Equal("readings in the answers", readings, answers.Latest!.Answers.Readings);
    }

    static async Task<Lap> MeasureAsync(Func<Task> work)
    {
        PeakMemory.Begin();
        var stretch = Stretch.Begin();
        await work();
        var cost = stretch.End();
        return new Lap(cost.Time, cost.Processor, PeakBytes: cost.PeakBytes);
    }

    /// <summary>The five questions as a person writes them for DuckDB, over the lake's folders, with the memory and threads that StockNow has.</summary>
    static class HandWrittenSql
    {
        static readonly string[] Questions =
        [
            "SELECT isodow(\"timestamp\") >= 6 AS weekend, count(*) FILTER (WHERE alert), count(DISTINCT CAST(\"timestamp\" AS DATE)) FROM lake GROUP BY 1",
            "SELECT product_id, count(*) FROM lake WHERE alert GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
            "SELECT hour(\"timestamp\"), count(*) FROM lake WHERE alert GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
            "SELECT product_id, avg(quantity), avg(threshold), count(*) FROM lake GROUP BY 1 ORDER BY 1",
            "SELECT hour(\"timestamp\"), avg(quantity), count(DISTINCT product_id) FROM lake GROUP BY 1 ORDER BY 1",
        ];

        public static void Ask(string lake, long readings)
        {
            using var connection = new DuckDBConnection("DataSource=:memory:;memory_limit=256MB;threads=2");
            connection.Open();
            Execute("SET TimeZone = 'UTC'");
            Execute($"CREATE VIEW lake AS SELECT * FROM read_parquet('{lake}/date=*/hour=*/*.parquet', hive_partitioning = false)");
            foreach (var question in Questions) Execute(question);
            Expect.Equal("readings that hand-written SQL counts", readings, Execute("SELECT count(*) FROM lake"));

            long Execute(string sql)
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                using var reader = command.ExecuteReader();
                long first = 0;
                for (var row = 0; reader.Read(); row++)
                    if (row == 0 && reader.GetFieldType(0) == typeof(long)) first = reader.GetInt64(0);
                return first;
            }
        }
    }
}
