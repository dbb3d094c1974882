using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Host.Commands;
using StockNow.Stages.Analysis;
using StockNow.Stages.Analysis.Cube;
using StockNow.Stages.Analysis.Fresh;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Cache;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Analysis.Fresh;

/// <summary>Fresh answers at any moment are the answers over exactly the readings before the ends that they name, whatever is killed meanwhile.</summary>
abstract class FreshAnswersTests
{
    static int Moments => int.TryParse(Environment.GetEnvironmentVariable("STOCKNOW_FRESH_MOMENTS"), out var moments) ? moments : 1_000;

    /// <summary>Arguments that choose the event log, made empty for the test.</summary>
    protected abstract Task<string[]> EmptyLogAsync();

    [LongRun]
    [Test]
    public async Task At_any_moment_they_count_each_reading_of_lake_and_event_log_once()
    {
        using var folder = new TempFolder();
        var random = Pipeline.SeededRandom();
        // Small ranges, so that the lake's end moves all the time.
        string[] settings = [$"--DataFolder={folder["data"]}", .. await EmptyLogAsync()];
        string[] run =
        [
            "--stages=simulator,storage", "--Simulator:Rate=2000", "--Simulator:Stores=3", "--Storage:MaxRows=1500", "--Storage:MaxAge=2s",
            "--Storage:FirstAge=1s", .. settings,
        ];
        await using var services = Composition.NewServices(Setup.Read(
            settings.Select(setting => setting[2..].Split('=', 2)).Select(part => new KeyValuePair<string, string?>(part[0], part[1])), "storage,analysis"));
        var asked = await AskAsync(AnswersOf(services), run, random);
        await using var flushed = await HostProcess.RunAsync(["--stages=storage", "--until-drained", .. settings]);
        flushed.ExitCode.Should().Be(0, flushed.Err);

        var rows = Rows(folder["data", "lake"]);
        asked.Should().Contain(one => one.Answers.Readings > rows.Count / 2);
        foreach (var one in asked)
        {
            var before = rows.Where(row => one.Ends.TryGetValue(new TopicPartition(TopicNames.Input, row.Partition), out var end) && row.Offset < end).ToList();
            one.Answers.Readings.Should().Be(before.Count);
            one.Answers.Alerts.Should().Be(before.Count(row => row.Alert));
            one.Answers.StockByProduct.Should().Equal(before.GroupBy(row => row.Product).OrderBy(row => row.Key, StringComparer.Ordinal).Select(product =>
                new ProductStock(product.Key, Average.Of(product.Sum(row => row.Quantity), product.Count()),
                    Average.Of(product.Sum(row => row.Threshold), product.Count()), product.Count())));
        }
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked.Count} answers over up to {rows.Count:N0} readings"));
    }

    static async Task<List<AnswersAt>> AskAsync(LakeAnswers answers, string[] run, Random random)
    {
        var asked = new List<AnswersAt>();
        var child = HostProcess.Start(run);
        try
        {
            while (asked.Count < Moments)
            {
                if (random.Next(25) == 0)
                {
                    await child.DisposeAsync(); // kill -9
                    child = HostProcess.Start(run);
                }
                await Task.Delay(random.Next(40));
                try
                {
                    if (await answers.RefreshAsync(CancellationToken.None)) asked.Add(answers.Latest!);
                }
                catch (EventLogException) when (asked.Count == 0)
                {
                    // Brokers need a moment for new topics.
                }
            }
            return asked;
        }
        finally
        {
            await child.DisposeAsync();
        }
    }

    static LakeAnswers AnswersOf(ServiceProvider services)
    {
        var (store, folder, engine) = (services.GetRequiredService<ILakeStore>(), services.GetRequiredService<Stages.Base.DataFolder>(),
            services.GetRequiredService<IAnalysisEngine>());
        var questions = services.GetRequiredService<IQuestionReader>();
        var cube = new CubeCounter(engine, questions, store, services.GetRequiredService<LakeCache>(), folder, NullLogger<CubeCounter>.Instance);
        var fresh = new FreshReadings(services.GetRequiredService<IEventLogInspector>(), services.GetRequiredService<ReadingLimits>());
        return new LakeAnswers(services.GetRequiredService<IPublishedFiles>(), store, cube, fresh, questions, new AnalysisOptions(), TimeProvider.System,
            NullLogger<AnalysisWorker>.Instance);
    }

    static List<Row> Rows(string lake)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT "partition", "offset", product_id, quantity, threshold, alert
            FROM read_parquet('{lake}/stock-data/date=*/hour=*/[!_.]*.parquet', hive_partitioning = false)
            """;
        using var reader = command.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read())
            rows.Add(new Row(reader.GetInt32(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetBoolean(5)));
        return rows;
    }

    readonly record struct Row(int Partition, long Offset, string Product, long Quantity, long Threshold, bool Alert);
}

/// <summary>On the embedded log.</summary>
sealed class EmbeddedFreshAnswersTests : FreshAnswersTests
{
    protected override Task<string[]> EmptyLogAsync() => Task.FromResult<string[]>(["--EventLog:Partitions=3"]);
}

/// <summary>On a real broker that is this test's alone.</summary>
[Category("Kafka")]
sealed class KafkaFreshAnswersTests : FreshAnswersTests
{
    protected override Task<string[]> EmptyLogAsync() => KafkaService.EmptyAsync();
}
