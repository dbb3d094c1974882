using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.Analysis.Cube;
using StockNow.Stages.Analysis.Fresh;
using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis;

/// <summary>Answers the manager's questions over the lake.</summary>
/// <remarks>It passes no records on, so all its counts of records stay 0.</remarks>
sealed class AnalysisStage : IStage
{
    public StageDescriptor Descriptor { get; } =
        new(StageNames.Analysis, "answers the store manager's questions over the lake", [Resources.Lake], [Resources.Answers]);

    public OptionsSection Options { get; } = OptionsSection.Of<AnalysisOptions>("Analysis");

    public void AddServices(IServiceCollection services) => services.AddSingleton<CubeCounter>();

    public IStageWorker CreateWorker(IServiceProvider services)
    {
        var options = services.GetRequiredService<AnalysisOptions>();
        var time = services.GetRequiredService<TimeProvider>();
        var isAlone = services.GetRequiredService<RunPlan>().IsAlone(StageNames.Analysis);
        // Alone, it needs no access to the event log.
        var fresh = isAlone || !options.Fresh ? null
            : new FreshReadings(services.GetRequiredService<IEventLogInspector>(), services.GetRequiredService<ReadingLimits>());
        var answers = new LakeAnswers(
            services.GetRequiredService<IPublishedFiles>(), services.GetRequiredService<ILakeStore>(), services.GetRequiredService<CubeCounter>(), fresh,
            services.GetRequiredService<IQuestionReader>(), options, time, services.GetRequiredService<ILogger<AnalysisWorker>>());
        return new AnalysisWorker(answers, services.GetRequiredService<IAnswersOutput>(), options, time, asksOnce: isAlone && !options.Repeat);
    }
}
