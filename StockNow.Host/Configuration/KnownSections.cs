using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Configuration;

/// <summary>The sections of the configuration, in the order of its reference.</summary>
internal static class KnownSections
{
    /// <summary>The section of a stage's switch.</summary>
    public static string SwitchPath(IStage stage) => $"Stages:{stage.Descriptor.SectionName}";

    /// <summary>What concerns all stages, the event log, the lake, each stage and its switch, and what adapters add.</summary>
    /// <param name="catalog">The stages there are.</param>
    /// <param name="ofAdapters">Sections of stores and engines, such as <c>Analysis:DuckDb</c>.</param>
    public static IReadOnlyList<OptionsSection> Of(StageCatalog catalog, IEnumerable<OptionsSection> ofAdapters) =>
    [
        OptionsSection.Of<PipelineOptions>(""),
        .. catalog.Stages.Select(stage => OptionsSection.Of<StageSwitch>(SwitchPath(stage))),
        OptionsSection.Of<EventLogOptions>("EventLog"),
        OptionsSection.Of<LakeOptions>("Lake"),
        .. catalog.Stages.Select(stage => stage.Options),
        .. ofAdapters,
    ];
}
