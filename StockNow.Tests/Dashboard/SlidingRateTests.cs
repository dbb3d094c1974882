using CsCheck;
using StockNow.Host.Dashboard;

namespace StockNow.Tests.Dashboard;

public sealed class SlidingRateTests
{
    static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    [Test]
    public void The_first_look_knows_no_rate() => new SlidingRate(Window).Add(TimeSpan.FromSeconds(3), 100).Should().Be(0);

    [Test]
    public void A_steady_stream_has_its_rate_however_often_one_looks() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[100, 3000].Array[2, 50]).Sample((perSecond, pauses) =>
    {
        var rate = new SlidingRate(Window);
        var (milliseconds, last) = (0L, 0.0);
        rate.Add(TimeSpan.Zero, 0);
        foreach (var pause in pauses)
        {
            milliseconds += pause;
            last = rate.Add(TimeSpan.FromMilliseconds(milliseconds), perSecond * milliseconds);
        }
        last.Should().BeApproximately(perSecond * 1000.0, 0.001);
    });

    [Test]
    public void A_stream_that_ends_comes_to_rest_after_the_window()
    {
        var rate = new SlidingRate(Window);
        rate.Add(TimeSpan.Zero, 0);
        rate.Add(TimeSpan.FromSeconds(1), 1000).Should().Be(1000);
        rate.Add(TimeSpan.FromSeconds(2), 1000).Should().Be(500);
        rate.Add(TimeSpan.FromSeconds(6), 1000).Should().Be(0);
    }
}
