using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Streaming.Kafka.Clients;

namespace StockNow.Tests.Streaming;

/// <summary>A call into the client that hangs is noticed, whatever else happens in the process.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class WatchdogTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Look = TimeSpan.FromSeconds(1);

    readonly FakeTimeProvider _clock = new();
    readonly List<int> _exits = [];

    [Test]
    public void A_call_that_lasts_too_long_ends_the_process()
    {
        using var watchdog = NewWatchdog();

        watchdog.During("commit", () => Pass(Limit));

        _exits.Should().StartWith([Watchdog.ExitCode]);
    }

    [Test]
    public void Calls_that_return_in_time_end_nothing_however_many_there_are()
    {
        using var watchdog = NewWatchdog();

        for (var call = 0; call < 20; call++) watchdog.During("commit", () => Pass(Limit - Look));

        _exits.Should().BeEmpty();
    }

    [Test]
    public void The_calls_of_other_producers_do_not_hide_one_that_hangs()
    {
        using var watchdog = NewWatchdog();

        watchdog.During("send offsets", () =>
        {
            for (var second = 0; second < Limit.TotalSeconds; second++) watchdog.During("commit", () => Pass(Look));
        });

        _exits.Should().StartWith([Watchdog.ExitCode]);
    }

    Watchdog NewWatchdog() => new(Limit, _clock, NullLogger.Instance, _exits.Add);

    void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Look) _clock.Advance(Look);
    }
}
