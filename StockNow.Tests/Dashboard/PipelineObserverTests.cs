using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Events;
using StockNow.Host.Dashboard;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Tests.Dashboard;

public sealed class PipelineObserverTests
{
    readonly FakeTimeProvider _time = new();
    readonly StageMetrics _metrics = new(StageNames.AlertFilter);
    readonly StageStatus _status = new(StageNames.AlertFilter);

    [OneTimeTearDown]
    public void DisposeMetrics() => _metrics.Dispose();

    [Test]
    public async Task A_look_gives_counts_rates_drops_and_lag()
    {
        var observer = Observer(new FixedLag(() => Task.FromResult(LagOf(17))));
        await observer.LookAsync(default);
        _metrics.AddReceived(100);
        _metrics.AddSent(10);
        _metrics.AddDropped(DropReason.NotAnAlert, 90);
        _status.Enter(StageState.Running);
        _time.Advance(TimeSpan.FromSeconds(2));

        var picture = await observer.LookAsync(default);
        picture.Up.Should().Be(TimeSpan.FromSeconds(2));
        picture.Stages.Should().BeEquivalentTo(
            [Pictures.Row(receivedRate: 50, sentRate: 5, received: 100, sent: 10, dropped: [("not-an-alert", 90)], lag: 17)]);
    }

    [Test]
    public async Task Lag_is_asked_for_once_a_second_at_most()
    {
        var source = new FixedLag(() => Task.FromResult(LagOf(1)));
        var observer = Observer(source);
        for (var look = 0; look < 8; look++)
        {
            await observer.LookAsync(default);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }
        source.Asked.Should().Be(2);
    }

    [Test]
    public async Task Lag_that_cannot_be_asked_for_is_unknown_and_comes_back()
    {
        var isAway = true;
        var observer = Observer(new FixedLag(() => isAway ? throw new EventLogException("away") : Task.FromResult(LagOf(3))));
        (await observer.LookAsync(default)).Stages[0].Lag.Should().BeNull();
        isAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        (await observer.LookAsync(default)).Stages[0].Lag.Should().Be(3);
    }

    [Test]
    public async Task A_slow_answer_does_not_hold_up_the_picture()
    {
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, long>>();
        var source = new FixedLag(() => answer.Task);
        var observer = Observer(source);
        var look = observer.LookAsync(default);
        look.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        (await look).Stages[0].Lag.Should().BeNull();

        answer.SetResult(LagOf(9));
        (await observer.LookAsync(default)).Stages[0].Lag.Should().Be(9);
        source.Asked.Should().Be(1);
    }

    PipelineObserver Observer(ILagSource source) =>
        new([(_metrics, _status)], new LagWatch(source, _time, TimeSpan.FromMilliseconds(100)), _time, TimeSpan.FromSeconds(5));

    static IReadOnlyDictionary<string, long> LagOf(long records) => new Dictionary<string, long> { [StageNames.AlertFilter] = records };
}

sealed class FixedLag(Func<Task<IReadOnlyDictionary<string, long>>> answer) : ILagSource
{
    public int Asked { get; private set; }

    public Task<IReadOnlyDictionary<string, long>> LagByStageAsync(CancellationToken stop)
    {
        Asked++;
        return answer();
    }
}
