using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Host.Shelves;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>The demo shows the whole product in less than a minute, and the same seed gives the same bytes.</summary>
sealed class DemoTests
{
    [Test]
    public async Task Within_a_minute_a_shelf_runs_empty_is_reported_and_refilled_and_all_questions_have_answers_with_two_weekends()
    {
        using var folder = new TempFolder();
        var since = Stopwatch.StartNew();
        await using var demo = HostProcess.Start("--demo", "--output=json", $"--DataFolder={folder.Path}");
        await demo.UntilAsync(run => File.Exists(folder["event-log", "stocknow.db"]) && run.Err.Contains("Answered all questions in"));
        since.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60));
        demo.Signal("INT");
        (await demo.ExitAsync()).Should().Be(0, demo.Err);

        using var answers = JsonDocument.Parse(demo.Out);
        answers.RootElement.GetProperty("days_by_day_type").GetProperty("weekend").GetInt32().Should().BeInRange(4, 5);
        foreach (var question in new[] { "top_products_by_alerts", "top_hours_by_alerts", "average_stock_by_product", "average_stock_by_hour" })
            answers.RootElement.GetProperty(question).GetArrayLength().Should().BePositive(question);
        demo.Err.Should().Contain("1 record could not be processed");

        await using IEventLog log = Open(folder.Path);
        var shelves = new ShelfReader(log, ReadingLimits.Default);
        await shelves.ReadAsync(default);
        shelves.Picture.Refilled.Should().NotBeEmpty();
        shelves.Picture.Silent.Should().ContainSingle().Which.Sensor.Should().Be("lyon-03/shelf-4");
        var reports = await HostProcess.RunAsync("reports", "--output=json", "--last=100000", $"--DataFolder={folder.Path}");
        reports.Out.Should().Contain("\"quantity\":0,");
        await Pipeline.ShouldBeClean(folder.Path);
    }

    [Test]
    public async Task Same_seed_gives_the_same_bytes()
    {
        var first = await HashAsync();
        (await HashAsync()).Should().Be(first);

        static async Task<string> HashAsync()
        {
            using var folder = new TempFolder();
            var run = await HostProcess.RunAsync("--demo", "--stages=simulator", "--until-drained", "--Simulator:Seed=7", "--Simulator:Duration=14d",
                $"--DataFolder={folder.Path}");
            run.ExitCode.Should().Be(0, run.Err);
            await using IEventLog log = Open(folder.Path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var readings = 0;
            await foreach (var batch in log.ScanAsync(await log.DescribeAsync(TopicNames.Input, default), default))
                for (var i = 0; i < batch.Count; i++, readings++)
                {
                    hash.AppendData(batch[i].Key);
                    hash.AppendData(batch[i].Value);
                }
            readings.Should().BeGreaterThan(100_000);
            return Convert.ToHexString(hash.GetHashAndReset());
        }
    }

    static EmbeddedEventLog Open(string folder) => new(
        EmbeddedLogFolder.In(folder), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance);
}
