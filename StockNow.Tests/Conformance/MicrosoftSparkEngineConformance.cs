using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Conformance;

/// <summary>On Spark 3.5 through Microsoft.Spark, where the tests are built with -p:MicrosoftSpark=true and a backend runs.</summary>
[TestFixture]
sealed class MicrosoftSparkEngineConformance : AnalysisEngineConformance
{
    const string Port = "STOCKNOW_TEST_MICROSOFT_SPARK";

    protected override IAnalysisEngine CreateEngine()
    {
        var adapter = AdapterCatalog.Of(typeof(IAnalysisEngine)).FirstOrDefault(one => one.Name == "MicrosoftSpark");
        if (adapter is null) Assert.Ignore("This build has no engine MicrosoftSpark. Build with -p:MicrosoftSpark=true; docs/answers.md says how.");
        var port = Environment.GetEnvironmentVariable(Port);
        if (string.IsNullOrEmpty(port)) Assert.Ignore($"Set {Port} to the port of a backend (DotnetRunner debug 5567) to run this on Microsoft.Spark.");
        var options = Activator.CreateInstance(adapter.Options[0].Type)!;
        options.GetType().GetProperty("BackendPort")!.SetValue(options, int.Parse(port, CultureInfo.InvariantCulture));
        return ((Stages.Base.Adapters.IAdapter<IAnalysisEngine>)adapter).Create(new ServiceCollection().AddSingleton(options.GetType(), options)
            .BuildServiceProvider());
    }
}
