using StockNow.Stages.Engines;
using StockNow.Stages.Engines.DuckDb;

namespace StockNow.Tests.Conformance;

[TestFixture]
sealed class DuckDbEngineConformance : AnalysisEngineConformance
{
    protected override IAnalysisEngine CreateEngine() => new DuckDbEngine(new DuckDbOptions());
}
