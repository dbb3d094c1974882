using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.AlertFilter;

/// <summary>Passes alerts on.</summary>
sealed class AlertFilterStage : IStage
{
    /// <summary>The topics that it writes.</summary>
    public static readonly string[] Outputs = [TopicNames.Alerts, TopicNames.DeadLetters];

    public StageDescriptor Descriptor { get; } = new(StageNames.AlertFilter, "passes alerts on, byte for byte", [TopicNames.Input], Outputs)
    {
        Group = GroupNames.AlertFilter, Output = "alert", PerRecord = OutputsPerRecord.AtMostOne,
    };

    public OptionsSection Options { get; } = OptionsSection.Of<AlertFilterOptions>("AlertFilter");

    public void AddServices(IServiceCollection services) => services.AddSingleton<ContradictedFlags>();

    public int Workers(IServiceProvider services) => services.GetRequiredService<AlertFilterOptions>().Workers;

    public IStageWorker CreateWorker(IServiceProvider services) => ActivatorUtilities.CreateInstance<AlertFilterWorker>(services);
}
