using CsCheck;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Generating;

namespace StockNow.Tests.Simulator;

/// <summary>A run can begin with the readings of the past, and then keeps pace with the clock.</summary>
public sealed class HistoryTests
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1), Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task History_is_made_at_once_and_ends_now_and_then_time_passes_as_the_clock_says()
    {
        using var bench = new SimulatorBench { Options = new() { History = Day, HistoryInterval = Hour, Interval = TimeSpan.FromSeconds(5), Count = 260 } };
        var begun = bench.Time.GetUtcNow();
        await bench.RunAsync();
        var times = SimulatedTimeTests.Times(bench);
        times.Take(240).Should().Equal(Enumerable.Range(0, 240).Select(reading => begun - Day + Hour * (reading / 10)));
        times.Skip(240).Should().Equal(Enumerable.Range(0, 20).Select(reading => begun + TimeSpan.FromSeconds(5) * (reading / 10)));
        bench.Log.Commits.Where(commit => commit.At == begun).Sum(commit => commit.Records).Should().Be(250);
        bench.Time.GetUtcNow().Should().Be(begun.AddSeconds(5));
        bench.GeneratorSaid.Messages.Select(message => message.Text).Should().Contain(
            "Made the 240 readings from 2026-03-01 03:00Z to 2026-03-02 03:00Z; the next ones come as time passes");
    }

    [Test]
    public async Task Second_run_makes_only_what_the_first_one_has_not_made()
    {
        using var bench = new SimulatorBench { Options = new() { History = Day, HistoryInterval = Hour, Duration = Day } };
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(240);
        bench.Time.Advance(TimeSpan.FromHours(3));
        bench.Options.Duration = TimeSpan.FromHours(4);
        await bench.RunAsync();
        var times = SimulatedTimeTests.Times(bench);
        times.Should().BeInAscendingOrder();
        times.Where(time => times.Count(other => other == time) > 10).Should().BeEmpty();
    }

    [Test]
    public async Task Same_seed_gives_the_same_history_on_any_day()
    {
        SimulatorOptions Options() => new() { Seed = 7, History = Day, HistoryInterval = Hour, Duration = Day * 1.01 };
        var one = await SimulatedTimeTests.StreamOf(Options());
        using var later = new SimulatorBench { Options = Options() };
        later.Time.Advance(TimeSpan.FromDays(100));
        await later.RunAsync();
        later.Log.Values.Should().Equal(one.Select(reading => reading[(reading.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .Select(text => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text))));
        one[0].Should().Contain("\"timestamp\":\"2025-07-05T08:00:00Z\"");
    }

    [Test]
    public async Task Failed_commit_in_the_history_loses_nothing_and_sends_nothing_twice()
    {
        SimulatorOptions Options() => new() { Seed = 7, History = Day, HistoryInterval = TimeSpan.FromMinutes(10), Duration = Day };
        var unbroken = await SimulatedTimeTests.StreamOf(Options());
        using var bench = new SimulatorBench { Options = Options() };
        bench.Log.UnansweredCommit = 1;
        var source = bench.NewSource();
        await bench.Invoking(one => one.RunAsync(source)).Should().ThrowAsync<StockNow.Stages.Streaming.EventLogException>();
        await bench.RunAsync(source);
        bench.Log.Records.Should().HaveCount(unbroken.Count);
    }

    [Test]
    public void History_never_ends_after_now_and_never_begins_before_what_is_there() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[-200, 50]).Sample((hours, last) =>
        {
            var now = new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);
            var lastMs = (now + Hour * last).ToUnixTimeMilliseconds();
            var span = HistorySpan.Of(new() { History = Hour * hours }, now, lastMs);
            (span.Start + span.History).Should().Be(now);
            span.History.Should().BeLessThanOrEqualTo(Hour * hours).And.BeGreaterThanOrEqualTo(TimeSpan.Zero);
            if (span.History > TimeSpan.Zero) span.Start.ToUnixTimeMilliseconds().Should().BeGreaterThan(lastMs);
        });

    [Test]
    public void Position_reads_back() =>
        Gen.Select(Gen.Guid, Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue]).Sample((run, made, last) =>
        {
            var position = new GeneratedPosition(run.ToString("N"), made, last);
            GeneratedPosition.Read(position.ToString()).Should().Be(position);
        });

    [TestCase(null, null)]
    [TestCase("", null)]
    [TestCase("nonsense", null)]
    [TestCase("run x", null)]
    public void What_is_no_position_is_none(string? text, object? none) => GeneratedPosition.Read(text).Should().Be(none);

    [Test]
    public void Position_of_an_earlier_version_has_no_time() => GeneratedPosition.Read("run 12").Should().Be(new GeneratedPosition("run", 12, null));
}
