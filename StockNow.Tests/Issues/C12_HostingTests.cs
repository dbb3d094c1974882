using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>House C12: a late report brought an old state back, and a watch that failed ended the run with exit code 0.</summary>
sealed class C12_HostingTests
{
    [Test]
    public async Task Progress_reported_while_a_stage_enters_a_state_never_brings_the_old_state_back()
    {
        var status = new StageStatus(StageNames.Simulator);
        using var over = new CancellationTokenSource();
        var reporting = Task.Run(() =>
        {
            while (!over.IsCancellationRequested) status.Report(new Progress("replaying", 0.5, null));
        });

        var states = new List<StageState>();
        for (var n = 0; n < 200_000; n++)
        {
            status.Enter(n % 2 == 0 ? StageState.Running : StageState.Draining);
            states.Add(status.Now.State);
        }
        await over.CancelAsync();
        await reporting;

        states.Index().Should().OnlyContain(entered => entered.Item == (entered.Index % 2 == 0 ? StageState.Running : StageState.Draining));
        status.Now.State.Should().Be(StageState.Draining);
    }

    [TestCase(StageState.Done)]
    [TestCase(StageState.Failed)]
    public void Progress_that_arrives_late_is_not_shown_of_a_stage_that_has_ended(StageState end)
    {
        var status = new StageStatus(StageNames.Simulator);
        status.Enter(end);

        status.Report(new Progress("replaying", 0.99, null));

        status.Now.Should().Be(new StageStatus.Snapshot(end, null, null));
    }

    static IEnumerable<Exception> Faults =>
        [new InvalidOperationException("no such thing"), new UnrecoverableException("the log is damaged"), new OperationCanceledException("not ours")];

    [TestCaseSource(nameof(Faults))]
    public async Task A_watch_that_fails_fails_the_run_and_says_why(Exception fault)
    {
        var clock = new FakeTimeProvider();
        var application = new FakeApplication();
        var options = new PipelineOptions();
        var lifetime = new PipelineLifetime(application, options, clock);
        using var services = new ServiceCollection().BuildServiceProvider();
        using var watch = new DrainWatch(
            new RunPlan([StageNames.AlertFilter], UntilDrained: true),
            new StageCatalog([new FakeStage(StageNames.AlertFilter, FakeStage.UntilDrain, [TopicNames.Input])]), services,
            new FakeInput(), new FailingLag(fault), options, lifetime, clock);
        await watch.StartAsync(default);

        await clock.AdvanceUntilAsync(watch.ExecuteTask!, TimeSpan.FromMilliseconds(100));

        lifetime.Fault.Should().StartWith("Whether this run has handled all of its input could not be watched").And.EndWith(fault.Message);
        application.IsStopAsked.Should().BeTrue();
    }

    sealed class FailingLag(Exception fault) : ILagSource
    {
        public Task<IReadOnlyDictionary<string, long>> LagByStageAsync(CancellationToken stop) => throw fault;
    }
}
