using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.Spark;
using StockNow.Tests.Support;

namespace StockNow.Tests.Conformance;

[TestFixture]
sealed class SparkEngineConformance : AnalysisEngineConformance
{
    protected override IAnalysisEngine CreateEngine() => new SparkEngine(
        new SparkOptions { Remote = SparkServer.Address() }, TimeProvider.System, NullLogger<SparkEngine>.Instance);
}
