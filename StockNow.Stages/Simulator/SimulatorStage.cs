using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Simulator.Generating;
using StockNow.Stages.Simulator.Replaying;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Simulator;

/// <summary>The source of the pipeline: makes readings, or replays them from files.</summary>
sealed class SimulatorStage : IStage
{
    public StageDescriptor Descriptor { get; } =
        new(StageNames.Simulator, "makes readings of shelf sensors, or replays them from files", [], [TopicNames.Input]) { Output = "reading" };

    public OptionsSection Options { get; } = OptionsSection.Of<SimulatorOptions>("Simulator");

    // The source outlives a restarted worker: it remembers which run this is.
    public void AddServices(IServiceCollection services) => services.AddSingleton<IReadingSource>(provider =>
    {
        var status = provider.GetRequiredKeyedService<StageStatus>(StageNames.Simulator);
        return provider.GetRequiredService<SimulatorOptions>().Replay.IsAsked
            ? ActivatorUtilities.CreateInstance<ReplaySource>(provider, status)
            : ActivatorUtilities.CreateInstance<GeneratedSource>(provider, status);
    });

    public IStageWorker CreateWorker(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<SimulatorWorker>(services, services.GetRequiredKeyedService<StageMetrics>(StageNames.Simulator));
}
