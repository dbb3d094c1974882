using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.AlertHandler;

/// <summary>Turns alerts into missing-product reports.</summary>
sealed class AlertHandlerStage : IStage
{
    /// <summary>The topics that it writes.</summary>
    public static readonly string[] Outputs = [TopicNames.MissingProducts, TopicNames.DeadLetters];

    public StageDescriptor Descriptor { get; } =
        new(StageNames.AlertHandler, "turns alerts into missing-product reports", [TopicNames.Alerts], Outputs) { Group = GroupNames.AlertHandler,
        Output = "report", PerRecord = OutputsPerRecord.One };

    public OptionsSection Options { get; } = OptionsSection.Of<AlertHandlerOptions>("AlertHandler");

    public void AddServices(IServiceCollection services) => services.AddSingleton<RecentReports>();

    public int Workers(IServiceProvider services) => services.GetRequiredService<AlertHandlerOptions>().Workers;

    public IStageWorker CreateWorker(IServiceProvider services) => ActivatorUtilities.CreateInstance<AlertHandlerWorker>(services);
}
