using System.Globalization;
using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Generating;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Simulator;

public class GeneratorTests
{
    [TestCase(1, 1)]
    [TestCase(20, 3)]
    public async Task Same_seed_gives_the_same_bytes(int stores, int perSecond)
    {
        var one = await StreamOf(new() { Seed = 7, Stores = stores, Rate = perSecond, Count = 5000 });
        var same = await StreamOf(new() { Seed = 7, Stores = stores, Rate = perSecond, Count = 5000 });
        var other = await StreamOf(new() { Seed = 8, Stores = stores, Rate = perSecond, Count = 5000 });
        one.Should().HaveCount(5000).And.Equal(same).And.NotEqual(other);
    }

    [Test]
    public async Task Bytes_of_a_seed_stay_the_same_over_versions()
    {
        var stream = await StreamOf(new() { Seed = 42, Count = 11 });
        stream[0].Should().Be("""shelf-1={"sensor_id":"shelf-1","timestamp":"2025-07-05T08:00:00Z","product_id":"ski","quantity":2,"threshold":3,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""");
        stream[5].Should().StartWith("""shelf-2={"sensor_id":"shelf-2","timestamp":"2025-07-05T08:00:00Z","product_id":"crème solaire",""");
        stream[10].Should().StartWith("""shelf-1={"sensor_id":"shelf-1","timestamp":"2025-07-05T08:00:05Z","product_id":"ski",""");
    }

    [Test]
    public async Task Every_reading_is_well_formed_and_alerts_when_below_its_threshold()
    {
        var reader = new ReadingReader();
        using var bench = new SimulatorBench { Options =
            new() { Seed = 3, Stores = 18, Products = 13, Shelves = 5, Interval = TimeSpan.FromHours(1), Count = 20_000 } };
        await bench.RunAsync();
        var alerts = 0;
        foreach (var (key, value) in bench.Log.Records)
        {
            reader.TryRead(value, out var reading, out var error).Should().BeTrue(error);
            reading.Alert.Should().Be(reading.Quantity < reading.Threshold);
            Encoding.UTF8.GetString(reading.SensorId).Should().Be(key).And.StartWith($"{Encoding.UTF8.GetString(reading.Store)}/shelf-");
            if (reading.Alert) alerts++;
        }
        alerts.Should().BeInRange(500, 10_000);
        bench.Metrics.Received.Should().Be(20_000);
        bench.Metrics.Sent.Should().Be(20_000);
    }

    [Test]
    public async Task Newcomer_sees_alerts_in_the_first_round_by_night_too()
    {
        foreach (var hour in Enumerable.Range(0, 24))
        {
            var stream = await StreamOf(new() { StartTime = new DateTimeOffset(2026, 3, 2, hour, 0, 0, TimeSpan.Zero), Count = 10 });
            stream.Count(reading => reading.EndsWith("\"alert\":true}", StringComparison.Ordinal)).Should().Be(4);
        }
    }

    [Test]
    public async Task Stores_products_and_shelves_are_named_as_asked()
    {
        var stream = await StreamOf(new() { Seed = 1, Stores = 17, Products = 12, Shelves = 5, Count = 17 * 12 });
        stream.Select(reading => reading.Split('=')[0]).Take(12).Should().Equal(Enumerable.Range(0, 12).Select(product => $"paris-12/shelf-{product % 5 + 1}"));
        stream[11].Should().Contain("\"product_id\":\"product-12\"").And.Contain("\"threshold\":5");
        stream[12].Should().Contain("{\"store\":\"sydney-02\",\"lat\":-33.87,\"lon\":151.21}");
        stream[16 * 12].Should().Contain("{\"store\":\"paris-12-2\",\"lat\":48.85,\"lon\":2.34}");
    }

    [Test]
    public async Task Configured_catalogue_takes_the_place_of_the_default_one()
    {
        var stream = await StreamOf(new() { Seed = 1, Catalogue = [new() { Product = "tea", Threshold = 9 }, new() { Product = "milk" }], Count = 4 });
        stream.Select(reading => reading.Split("\"product_id\":")[1].Split(',')[0]).Should().Equal("\"tea\"", "\"milk\"", "\"tea\"", "\"milk\"");
    }

    [Test]
    public void Template_writes_the_bytes_of_the_reading_writer() =>
        Gen.Select(Gen.String[Gen.Char[' ', '\u2fff'], 0, 12].Array[3], Gen.Int[0, int.MaxValue].Array[2], Gen.Long[0, 4_000_000_000_000], Gen.Double[-90, 90])
        .Sample((texts, numbers, time, latitude) =>
        {
            using var writer = new ReadingWriter();
            var place = new Location(texts[2], Math.Round(latitude, 3), -0.5);
            StockReading At(long ms, int quantity) =>
                new(texts[0], DateTimeOffset.FromUnixTimeMilliseconds(ms), texts[1], quantity, numbers[1], place, quantity < numbers[1]);
            var template = new ReadingTemplate(At(0, 0), writer);
            var (text, to) = (new byte[24], new byte[template.MaxLength]);
            var length = template.Write(text.AsSpan(0, Iso8601.Write(time, text)), numbers[0], to);
            Encoding.UTF8.GetString(to, 0, length).Should().Be(Encoding.UTF8.GetString(writer.Write(At(time, numbers[0]))));
        }, threads: 1);

    [Test]
    public void Reading_is_due_exactly_from_its_offset_on() =>
        Gen.Select(Gen.Int[1, 50], Gen.Double[0.001, 3_000_000], Gen.Bool, Gen.Int[1, 100_000], Gen.Long[0, 10_000_000])
        .Sample((round, rate, byRate, interval, reading) =>
        {
            var schedule = new ReadingSchedule(new() { Rate = byRate ? rate : null, Interval = TimeSpan.FromMilliseconds(interval) }, round);
            var offset = schedule.OffsetOf(reading);
            schedule.DueBy(offset).Should().BeGreaterThan(reading);
            if (offset > TimeSpan.Zero) schedule.DueBy(offset - TimeSpan.FromTicks(1)).Should().BeLessThanOrEqualTo(reading);
        });

    [Test]
    public async Task Rounds_are_sent_together_when_they_are_due()
    {
        using var bench = new SimulatorBench { Options = new() { Count = 30 } };
        var begun = bench.Time.GetUtcNow();
        await bench.RunAsync();
        bench.Log.Commits.Select(commit => (commit.Records, (commit.At - begun).TotalSeconds)).Should().Equal((10, 0), (10, 5), (10, 10));
        bench.Log.Values.Last().Should().Contain(begun.AddSeconds(10).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    [Test]
    public async Task Readings_of_a_rate_are_evenly_spaced()
    {
        using var bench = new SimulatorBench { Options = new() { Seed = 1, Rate = 4, Count = 8 } };
        var begun = bench.Time.GetUtcNow();
        await bench.RunAsync();
        bench.Log.Commits.Select(commit => (commit.Records, (commit.At - begun).TotalSeconds)).Should()
            .Equal(Enumerable.Range(0, 8).Select(reading => (1, reading / 4.0)));
        bench.Log.Values.Select(reading => reading.Split("\"timestamp\":\"")[1].Split('"')[0]).Take(3).Should()
            .Equal("2025-07-05T08:00:00Z", "2025-07-05T08:00:00.250Z", "2025-07-05T08:00:00.500Z");
    }

    [Test]
    public async Task Stall_is_caught_up_with()
    {
        using var bench = new SimulatorBench { Options = new() { Rate = 10, Count = 60 } };
        var begun = bench.Time.GetUtcNow();
        bench.Log.Committed = log =>
        {
            if (log.Commits.Count == 2) bench.Time.Advance(TimeSpan.FromSeconds(5));
        };
        await bench.RunAsync();
        bench.Log.Commits.Skip(1).Take(3).Select(commit => (commit.Records, (commit.At - begun).TotalSeconds)).Should().Equal((1, 0.1), (50, 5.101), (1, 5.2));
    }

    [Test]
    public async Task Asked_and_achieved_rate_are_said_every_ten_seconds_and_at_the_end()
    {
        using var bench = new SimulatorBench { Options = new() { Seed = 5, Rate = 100, Count = 2500 } };
        await bench.RunAsync();
        bench.GeneratorSaid.Messages.Select(message => message.Text).Should().Equal(
            "Making readings of 1 store(s), 10 a round, 100 readings/s; Simulator:Seed=5 and Simulator:StartTime=2025-07-05T08:00:00.0000000+00:00 make the "
            + "same ones again",
            "Made 1001 readings in 00:00:10: 100 readings/s asked, 100 readings/s achieved",
            "Made 1000 readings in 00:00:10: 100 readings/s asked, 100 readings/s achieved",
            "Made 2500 readings in 00:00:24.9900000: 100 readings/s asked, 100 readings/s achieved");
    }

    [Test]
    public async Task Duration_ends_before_the_reading_that_is_due_then()
    {
        (await StreamOf(new() { Duration = TimeSpan.FromSeconds(15) })).Should().HaveCount(30);
        (await StreamOf(new() { Duration = TimeSpan.FromSeconds(15.001) })).Should().HaveCount(40);
        (await StreamOf(new() { Duration = TimeSpan.FromSeconds(2), Rate = 3 })).Should().HaveCount(6);
        (await StreamOf(new() { Duration = TimeSpan.FromSeconds(2), Rate = 3, Count = 5 })).Should().HaveCount(5);
    }

    [Test]
    public async Task Failed_commit_loses_nothing_and_sends_nothing_twice()
    {
        var options = new SimulatorOptions { Seed = 11, Rate = 7, Count = 2000, SalesPerHour = 500 };
        var unbroken = await StreamOf(options);
        using var bench = new SimulatorBench { Options = options };
        var source = bench.NewSource();
        foreach (var failing in new[] { 1, 3, 200, 900 })
        {
            bench.Log.FailingCommit = bench.Log.Commits.Count + failing;
            await bench.Invoking(b => b.RunAsync(source)).Should().ThrowAsync<EventLogException>();
        }
        await bench.RunAsync(source);
        Stream(bench).Should().Equal(unbroken);
        bench.Metrics.Sent.Should().Be(2000);
    }

    [Test]
    public async Task Commit_whose_answer_is_lost_is_not_sent_again()
    {
        var options = new SimulatorOptions { Seed = 11, Rate = 7, Count = 200, SalesPerHour = 500 };
        using var bench = new SimulatorBench { Options = options };
        bench.Log.UnansweredCommit = 3;
        var source = bench.NewSource();
        await bench.Invoking(b => b.RunAsync(source)).Should().ThrowAsync<EventLogException>();
        await bench.RunAsync(source);
        Stream(bench).Should().Equal(await StreamOf(options));
    }

    [Test]
    public async Task Run_does_not_continue_where_another_ended()
    {
        using var bench = new SimulatorBench { Options = new() { Count = 20 } };
        await bench.RunAsync();
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(40);
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Drain_ends_a_run_that_waits_to_be_able_to_begin(bool hidesPositions, bool hidesRecords)
    {
        using var bench = new SimulatorBench { Options = new() { Count = 20 } };
        (bench.Log.HidesPositions, bench.Log.HidesRecords) = (hidesPositions, hidesRecords);
        using var drain = new CancellationTokenSource();
        var running = bench.RunAsync(drain: drain.Token);
        await drain.CancelAsync();
        await running;
        bench.Log.Records.Should().BeEmpty();
    }

    [Test]
    public async Task Drain_ends_at_once()
    {
        using var bench = new SimulatorBench();
        bench.Log.Committed = log =>
        {
            if (log.Commits.Count == 3) bench.Drain.Cancel();
        };
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(30);
    }

    static async Task<List<string>> StreamOf(SimulatorOptions options)
    {
        using var bench = new SimulatorBench { Options = options };
        await bench.RunAsync();
        return Stream(bench);
    }

    static List<string> Stream(SimulatorBench bench) => [.. bench.Log.Records.Select(record => $"{record.Key}={Encoding.UTF8.GetString(record.Value)}")];
}
