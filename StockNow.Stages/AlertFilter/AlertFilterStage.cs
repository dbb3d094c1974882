using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.AlertFilter;

/// <summary>Passes alerts on.</summary>
sealed class AlertFilterStage : IStage
{
    public StageDescriptor Descriptor { get; } = new(StageNames.AlertFilter, "passes alerts on, byte for byte", [TopicNames.Input], [TopicNames.Alerts, TopicNames.DeadLetters]);

    public OptionsSection Options { get; } = OptionsSection.Of<AlertFilterOptions>("AlertFilter");

    public void AddServices(IServiceCollection services) { }

    public int Workers(IServiceProvider services) => services.GetRequiredService<AlertFilterOptions>().Workers;

    public IStageWorker CreateWorker(IServiceProvider services) => ActivatorUtilities.CreateInstance<AlertFilterWorker>(services);
}
