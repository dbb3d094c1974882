using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

/// <summary>All stages of a process together, in a real host.</summary>
sealed class PipelineServicesTests
{
    readonly ConcurrentQueue<string> _events = new();

    [SetUp]
    public void Forget() => _events.Clear();

    [Test]
    public async Task Stop_ends_the_source_first_and_each_stage_before_the_next_one()
    {
        using var host = NewHost(ProductPipeline.Stages, Draining);
        await host.StartAsync();

        await host.StopAsync();

        _events.Should().Equal(ProductPipeline.Stages.SelectMany(stage => new[] { $"{stage} is signalled", $"{stage} is done" }));
    }

    [Test]
    public async Task Only_the_enabled_stages_run()
    {
        using var host = NewHost([StageNames.AlertFilter, StageNames.Analysis], Draining);
        await host.StartAsync();

        await host.StopAsync();

        _events.Should().Equal("alert-filter is signalled", "alert-filter is done", "analysis is signalled", "analysis is done");
    }

    [Test]
    public async Task Bounded_run_ends_by_itself_once_the_simulator_is_done()
    {
        using var host = NewHost(ProductPipeline.Stages, (stage, signals) => stage == StageNames.Simulator
            ? Task.CompletedTask : Draining(stage, signals), untilDrained: true);
        var lifetime = host.Services.GetRequiredService<PipelineLifetime>();

        await host.RunAsync().WaitAsync(TimeSpan.FromSeconds(30));

        _events.Where(said => said.EndsWith("done", StringComparison.Ordinal))
            .Should().Equal("alert-filter is done", "alert-handler is done", "storage is done", "analysis is done");
        lifetime.Fault.Should().BeNull();
    }

    [Test]
    public async Task Fault_of_one_stage_that_no_restart_heals_drains_the_others_and_ends_the_process()
    {
        using var host = NewHost(ProductPipeline.Stages, (stage, signals) => stage == StageNames.AlertHandler
            ? throw new UnrecoverableException("Do this.") : Draining(stage, signals));
        var lifetime = host.Services.GetRequiredService<PipelineLifetime>();

        await host.RunAsync().WaitAsync(TimeSpan.FromSeconds(30));

        lifetime.Fault.Should().Be("Stage alert-handler: Do this.");
        _events.Where(said => said.EndsWith("done", StringComparison.Ordinal)).Should().HaveCount(4);
    }

    async Task Draining(string stage, StageSignals signals)
    {
        await FakeStage.UntilDrain(signals);
        _events.Enqueue($"{stage} is signalled");
        await Task.Delay(2);
        _events.Enqueue($"{stage} is done");
    }

    static IHost NewHost(IReadOnlyList<string> stages, Func<string, StageSignals, Task> work, bool untilDrained = false)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(new PipelineOptions()).AddSingleton<FakeInput>()
            .AddSingleton<IEventLog>(provider => provider.GetRequiredService<FakeInput>())
            .AddSingleton<IEventLogInspector>(provider => provider.GetRequiredService<FakeInput>())
            .AddStages(new StageCatalog([.. ProductPipeline.Stages.Select(name => new FakeStage(name, signals => work(name, signals)))]),
            new RunPlan(stages, untilDrained));
        return builder.Build();
    }
}
