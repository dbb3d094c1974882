using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Engines.Spark;

/// <summary>The engine Spark, as <c>Analysis:Engine=Spark</c> chooses it.</summary>
sealed class SparkAdapter : IAdapter<IAnalysisEngine>
{
    public string Name => "Spark";

    public string Summary => "A Spark cluster or a local Spark, through Spark Connect";

    public IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<SparkOptions>("Analysis:Spark")];

    public IAnalysisEngine Create(IServiceProvider services) => new SparkEngine(
        services.GetRequiredService<SparkOptions>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SparkEngine>>());
}
