using StockNow.Stages.Base.Adapters;
using StockNow.Host.Configuration;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Engines;

/// <summary>The optional engine is not in the default build, and the program says how to get it.</summary>
sealed class MicrosoftSparkBuildTests
{
    [Test]
    public void The_default_build_does_not_refer_to_its_package() =>
        typeof(IAnalysisEngine).Assembly.GetReferencedAssemblies().Should().NotContain(assembly => assembly.Name == "Microsoft.Spark");

    [TestCase("MicrosoftSpark")]
    [TestCase("microsoftspark")]
    public void Its_name_is_answered_with_the_build_option(string name)
    {
        SettingText.Read(typeof(AdapterName<IAnalysisEngine>), name, $"'{name}'", out var fault).Should().BeNull();

        fault.Should().Be($"'{name}' is not in this program; build it with {AdapterCatalog.Optional[name]}");
    }
}
