using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

/// <summary>Topics are made before the stages start.</summary>
sealed class TopicSetUpTests
{
    [Test]
    public async Task Log_that_fails_for_a_moment_is_asked_again_and_reported_once()
    {
        var (log, said) = (new FailingLog(failures: 3), new RecordedLog<TopicSetUp>());

        await SetUp(log, said).StartAsync(default);

        log.Asked.Should().Be(4);
        said.Warnings.Should().Equal("Could not check the topics; retrying: a broker has gone");
    }

    [Test]
    public async Task Log_that_fails_for_long_ends_the_start()
    {
        await SetUp(new FailingLog(failures: 100), new RecordedLog<TopicSetUp>()).Awaiting(one => one.StartAsync(default)).Should()
            .ThrowAsync<EventLogException>().WithMessage("a broker has gone");
    }

    static TopicSetUp SetUp(IEventLog log, RecordedLog<TopicSetUp> said)
    {
        var stage = new FakeStage(StageNames.AlertFilter, FakeStage.UntilDrain, [TopicNames.Input]);
        return new TopicSetUp(new StageCatalog([stage]), new RunPlan([StageNames.AlertFilter], false), log, new PipelineOptions(), new SleeplessTime(), said);
    }

    sealed class FailingLog(int failures) : EventLogDouble
    {
        public int Asked { get; private set; }

        public override Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop) =>
            ++Asked <= failures ? Task.FromException(new EventLogException("a broker has gone")) : Task.CompletedTask;
    }
}
