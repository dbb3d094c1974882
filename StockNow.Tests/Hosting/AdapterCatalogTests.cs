using StockNow.Stages.Base.Adapters;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;
using StockNow.Tests.Conformance;

namespace StockNow.Tests.Hosting;

/// <summary>Adapters register themselves, and a setting chooses one by its name.</summary>
sealed class AdapterCatalogTests
{
    [Test]
    public void Every_adapter_is_found_under_its_interface()
    {
        NamesOf<IEventLog>().Should().Equal("Embedded", "Kafka");
        NamesOf<ILakeStore>().Should().Contain("Local");
        NamesOf<IAnalysisEngine>().Should().Contain("DuckDB");
    }

    /// <summary>The fixture's name begins with the name of the adapter's folder.</summary>
    [Test]
    public void Every_adapter_passes_the_conformance_suite_of_its_interface()
    {
        Untested<IEventLog, EventLogConformance>().Should().BeEmpty("each needs a fixture derived from EventLogConformance");
        Untested<ILakeStore, LakeStoreConformance>().Should().BeEmpty("each needs a fixture derived from LakeStoreConformance");
        Untested<IAnalysisEngine, AnalysisEngineConformance>().Should().BeEmpty("each needs a fixture derived from AnalysisEngineConformance");

        static IEnumerable<string> Untested<TSeam, TSuite>() where TSeam : class => AdapterCatalog.All.OfType<IAdapter<TSeam>>()
            .Select(adapter => adapter.GetType().Namespace!.Split('.')[^1])
            .Where(folder => !typeof(AdapterCatalogTests).Assembly.GetTypes().Any(type =>
                type is { IsAbstract: false } && type.IsSubclassOf(typeof(TSuite)) && type.Name.StartsWith(folder, StringComparison.Ordinal)));
    }

    [Test]
    public void Names_of_adapters_are_unique_under_one_interface_and_sections_everywhere()
    {
        NamesOf<IEventLog>().Should().OnlyHaveUniqueItems();
        NamesOf<ILakeStore>().Should().OnlyHaveUniqueItems();
        NamesOf<IAnalysisEngine>().Should().OnlyHaveUniqueItems();
        AdapterCatalog.All.SelectMany(adapter => adapter.Options).Select(section => section.Path).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void The_defaults_choose_adapters_that_exist()
    {
        AdapterCatalog.Chosen(new EventLogOptions().Kind).Name.Should().Be("Embedded");
        AdapterCatalog.Chosen(new LakeOptions().Store).Name.Should().Be("Local");
        AdapterCatalog.Chosen(new Stages.Analysis.AnalysisOptions().Engine).Name.Should().Be("DuckDB");
    }

    [Test]
    public void An_adapter_says_which_folders_it_writes_to()
    {
        AdapterCatalog.Chosen(new AdapterName<IEventLog>("Embedded")).WritableFolders("/data").Should().Equal("/data/event-log");
        AdapterCatalog.Chosen(new AdapterName<IEventLog>("Kafka")).WritableFolders("/data").Should().BeEmpty();
        AdapterCatalog.Chosen(new AdapterName<ILakeStore>("Local")).WritableFolders("/data").Should().Equal("/data/lake");
    }

    static IEnumerable<string> NamesOf<TSeam>() => AdapterCatalog.Of(typeof(TSeam)).Select(adapter => adapter.Name);
}
