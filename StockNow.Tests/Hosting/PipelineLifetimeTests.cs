using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

sealed class PipelineLifetimeTests
{
    readonly FakeTimeProvider _clock = new();
    FakeApplication _application = null!;
    PipelineLifetime _lifetime = null!;

    [SetUp]
    public void Begin()
    {
        _application = new FakeApplication();
        _lifetime = new PipelineLifetime(_application, new PipelineOptions { ShutdownTimeout = TimeSpan.FromSeconds(30) }, _clock);
    }

    [Test]
    public void Time_to_drain_has_no_limit_until_somebody_asks_for_the_end()
    {
        _lifetime.EndDrained();
        _clock.Advance(TimeSpan.FromHours(1));

        _lifetime.TimeToDrain.Should().Be(Timeout.InfiniteTimeSpan);
    }

    [Test]
    public void Each_stage_gets_half_of_the_time_that_is_left()
    {
        _lifetime.StopAsked();
        _lifetime.TimeToDrain.Should().Be(TimeSpan.FromSeconds(15));
        _clock.Advance(TimeSpan.FromSeconds(10));
        _lifetime.TimeToDrain.Should().Be(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(25));
        _lifetime.TimeToDrain.Should().Be(TimeSpan.Zero);
    }

    [Test]
    public void Asking_again_gives_no_more_time()
    {
        _lifetime.StopAsked();
        _clock.Advance(TimeSpan.FromSeconds(10));
        _lifetime.StopAsked();

        _lifetime.TimeToDrain.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Test]
    public void Process_ends_when_its_last_stage_is_done()
    {
        _lifetime.StageStarted();
        _lifetime.StageStarted();

        _lifetime.StageDone();
        _application.IsStopAsked.Should().BeFalse();
        _lifetime.StageDone();
        _application.IsStopAsked.Should().BeTrue();
    }

    [Test]
    public void First_fault_ends_the_process_and_is_the_one_that_is_reported()
    {
        _lifetime.Fail("the cause");
        _lifetime.Fail("a consequence");

        _application.IsStopAsked.Should().BeTrue();
        _lifetime.Fault.Should().Be("the cause");
        _lifetime.TimeToDrain.Should().Be(TimeSpan.FromSeconds(15), "a failed process does not wait for others without end");
    }
}
