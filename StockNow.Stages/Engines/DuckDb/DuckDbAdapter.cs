using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>The engine DuckDB, as <c>Analysis:Engine=DuckDB</c> chooses it.</summary>
sealed class DuckDbAdapter : IAdapter<IAnalysisEngine>
{
    public string Name => "DuckDB";

    public string Summary => "In process; nothing to install";

    public IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<DuckDbOptions>("Analysis:DuckDb")];

    public IReadOnlyList<IReadOnlyList<string>> NativeLibraries { get; } = [["duckdb"]];

    public IAnalysisEngine Create(IServiceProvider services) => new DuckDbEngine(services.GetRequiredService<DuckDbOptions>());
}
