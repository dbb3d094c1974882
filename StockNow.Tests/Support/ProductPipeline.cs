using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>What is derived from the product's own stages.</summary>
static class ProductPipeline
{
    /// <summary>The names of the stages, in the order in which data flows.</summary>
    public static IReadOnlyList<string> Stages { get; } = StageCatalog.Find().Names;

    /// <summary>The consumer groups.</summary>
    public static ConsumerGroups Groups { get; } = StageCatalog.Find().Groups;
}
