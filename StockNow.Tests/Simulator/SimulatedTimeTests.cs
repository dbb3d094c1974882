using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Generating;

namespace StockNow.Tests.Simulator;

/// <summary>Simulated time passes as fast as asked, and what is simulated does not depend on it.</summary>
public sealed class SimulatedTimeTests
{
    static readonly DateTimeOffset Start = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Same_seed_gives_the_same_bytes_at_any_speed()
    {
        var bySpeed = new List<List<string>>();
        foreach (var speed in new[] { Speed.OfTheClock, new Speed(60), new Speed(0.5), Speed.Max })
            bySpeed.Add(await StreamOf(new() { Seed = 7, Stores = 2, Duration = TimeSpan.FromHours(2), Interval = TimeSpan.FromMinutes(1), Speed = speed }));
        bySpeed[0].Should().HaveCount(2 * 10 * 120);
        bySpeed.Should().AllSatisfy(stream => stream.Should().Equal(bySpeed[0]));
    }

    [TestCase(60, 59)]
    [TestCase(3600, 59.0 / 60)]
    [TestCase(0.5, 59 * 60 * 2)]
    public async Task An_hour_takes_as_long_as_the_factor_says(double factor, double seconds)
    {
        using var bench = new SimulatorBench { Options =
            new() { Seed = 7, Duration = TimeSpan.FromHours(1), Interval = TimeSpan.FromMinutes(1), Speed = new Speed(factor) } };
        var begun = bench.Time.GetUtcNow();
        await bench.RunAsync();
        (bench.Time.GetUtcNow() - begun).TotalSeconds.Should().BeApproximately(seconds, seconds * 0.1);
    }

    [Test]
    public async Task A_month_at_top_speed_waits_for_nothing()
    {
        using var bench = new SimulatorBench { Options =
            new() { StartTime = Start, Duration = TimeSpan.FromDays(30), Interval = TimeSpan.FromHours(1), Speed = Speed.Max } };
        var begun = bench.Time.GetUtcNow();
        await bench.RunAsync();
        bench.Time.GetUtcNow().Should().Be(begun);
        var times = Times(bench);
        times.Should().HaveCount(30 * 24 * 10).And.BeInAscendingOrder();
        (times[0], times[^1]).Should().Be((Start, Start.AddDays(30).AddHours(-1)));
    }

    [Test]
    public void Event_time_never_goes_back() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 40], Gen.Double[0.01, 5])
        .Sample((history, historyInterval, interval, round, rate) =>
        {
            var options = new SimulatorOptions
            {
                HistoryInterval = TimeSpan.FromMinutes(historyInterval), Interval = TimeSpan.FromMinutes(interval), Rate = interval % 2 == 0 ? rate : null,
            };
            var schedule = new ReadingSchedule(options, round, TimeSpan.FromMinutes(history));
            var offsets = Enumerable.Range(0, 2_000).Select(reading => schedule.OffsetOf(reading)).ToList();
            offsets.Should().BeInAscendingOrder();
            foreach (var reading in new[] { 0, 17, 1_999 }) schedule.DueBy(offsets[reading]).Should().BeGreaterThan(reading);
            if (history > 0) schedule.DueBy(schedule.History - TimeSpan.FromTicks(1)).Should().Be(schedule.HistoryReadings);
        });

    [Test]
    public void Simulated_time_is_the_history_and_the_scaled_time_of_the_clock() =>
        Gen.Select(Gen.Double[0.001, 1e5], Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000]).Sample((factor, history, seconds) =>
        {
            var time = new SimulatedTime(new Speed(factor), TimeSpan.FromSeconds(history));
            var after = time.After(TimeSpan.FromSeconds(seconds));
            after.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(history));
            time.Takes(after).TotalSeconds.Should().BeApproximately(seconds, 0.01 + seconds * 1e-6);
            time.Until(after, TimeSpan.FromSeconds(seconds)).TotalSeconds.Should().BeApproximately(0, 0.01 + seconds * 1e-6);
        });

    [Test]
    public async Task Long_run_says_how_long_it_will_take()
    {
        using var bench = new SimulatorBench { Options = new() { Duration = TimeSpan.FromDays(7), Interval = TimeSpan.FromHours(6), Speed = new Speed(60) } };
        await bench.RunAsync();
        bench.GeneratorSaid.Messages.Select(message => message.Text).Should().Contain(
            "280 readings of 6 d 18 h will take 2 h 42 min, until 2026-03-02 05:42Z; Simulator:Speed=max makes them as fast as possible");
    }

    [Test]
    public async Task Short_run_does_not_say_it()
    {
        using var bench = new SimulatorBench { Options = new() { Duration = TimeSpan.FromSeconds(12) } };
        await bench.RunAsync();
        bench.GeneratorSaid.HasSaid("30 readings of").Should().BeFalse();
    }

    internal static async Task<List<string>> StreamOf(SimulatorOptions options)
    {
        using var bench = new SimulatorBench { Options = options };
        await bench.RunAsync();
        return [.. bench.Log.Records.Select(record => $"{record.Key}={Encoding.UTF8.GetString(record.Value)}")];
    }

    internal static List<DateTimeOffset> Times(SimulatorBench bench)
    {
        var reader = new ReadingReader();
        var times = new List<DateTimeOffset>();
        foreach (var (_, value) in bench.Log.Records)
            if (reader.TryRead(value, out var reading, out _)) times.Add(DateTimeOffset.FromUnixTimeMilliseconds(reading.TimestampMs));
        return times;
    }
}
