using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Engines.MicrosoftSpark;

/// <summary>The engine MicrosoftSpark, as <c>Analysis:Engine=MicrosoftSpark</c> chooses it. Only a build with -p:MicrosoftSpark=true has it.</summary>
sealed class MicrosoftSparkAdapter : IAdapter<IAnalysisEngine>
{
    public string Name => "MicrosoftSpark";

    public string Summary => "Spark 3.5 through the package Microsoft.Spark, started by spark-submit; needs a build with -p:MicrosoftSpark=true";

    public IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<MicrosoftSparkOptions>("Analysis:MicrosoftSpark")];

    public IAnalysisEngine Create(IServiceProvider services) => new MicrosoftSparkEngine(services.GetRequiredService<MicrosoftSparkOptions>());
}
