using Microsoft.Extensions.Configuration;
using StockNow.Host.Configuration;
using StockNow.Host.Health;
using StockNow.Stages.Analysis;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Simulator;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Everything that is known before anything starts: the configuration, bound and checked, and the plan of the run.</summary>
internal sealed class Setup
{
    Setup(IConfigurationRoot configuration, StageCatalog catalog, BoundOptions options, RunPlan plan, IReadOnlyList<ConfigurationFault> faults) =>
        (Configuration, Catalog, Options, Plan, Faults) = (configuration, catalog, options, plan, faults);

    public IConfigurationRoot Configuration { get; }

    public StageCatalog Catalog { get; }

    public BoundOptions Options { get; }

    public RunPlan Plan { get; }

    /// <summary>All that is wrong; empty when the run may start.</summary>
    public IReadOnlyList<ConfigurationFault> Faults { get; }

    public PipelineOptions Pipeline => Options.Get<PipelineOptions>("");

    public AnalysisOptions Analysis => Options.Get<AnalysisOptions>("Analysis");

    public HttpOptions Http => Options.Get<HttpOptions>("Http");

    /// <summary>The chosen event log.</summary>
    public IAdapter<IEventLog> EventLogAdapter => AdapterCatalog.Chosen(Options.Get<EventLogOptions>("EventLog").Kind);

    /// <summary>The chosen lake store.</summary>
    public IAdapter<ILakeStore> LakeAdapter => AdapterCatalog.Chosen(Options.Get<LakeOptions>("Lake").Store);

    /// <summary>The chosen engine.</summary>
    public IAdapter<IAnalysisEngine> EngineAdapter => AdapterCatalog.Chosen(Analysis.Engine);

    /// <summary>The adapters that the stages of the plan use.</summary>
    public IEnumerable<IAdapter> UsedAdapters => Adapters(UsesEventLog, UsesLake, UsesEngine);

    /// <summary>The chosen adapters, or some of them.</summary>
    public IEnumerable<IAdapter> Adapters(bool eventLog = true, bool lake = true, bool engine = true)
    {
        if (eventLog) yield return EventLogAdapter;
        if (lake) yield return LakeAdapter;
        if (engine) yield return EngineAdapter;
    }

    /// <summary>Whether a stage of the plan reads or writes a topic.</summary>
    public bool UsesEventLog => Graph.Topics().Count > 0;

    /// <summary>Whether a stage of the plan reads or writes the lake.</summary>
    public bool UsesLake => Plan.Stages.Select(stage => Catalog[stage].Descriptor)
        .Any(stage => stage.Reads.Contains(Resources.Lake) || stage.Writes.Contains(Resources.Lake));

    /// <summary>Whether a stage of the plan asks the engine.</summary>
    public bool UsesEngine => Plan.Has(StageNames.Analysis);

    public StageGraph Graph => Catalog.GraphOf(Plan.Stages);

    /// <summary>The sections of all options.</summary>
    public static IReadOnlyList<OptionsSection> Sections(StageCatalog catalog) => KnownSections.Of(
        catalog, [OptionsSection.Of<HttpOptions>("Http"), .. AdapterCatalog.All.SelectMany(adapter => adapter.Options)]);

    /// <summary>Reads and checks everything; faults are gathered, not thrown.</summary>
    /// <param name="settings">Settings of the command line.</param>
    /// <param name="stages">The value of <c>--stages</c>, or null.</param>
    /// <param name="untilDrained">Whether the run ends once all input is handled.</param>
    /// <param name="writes">What the command will write.</param>
    /// <param name="file">The file that <c>--config</c> names, or null.</param>
    public static Setup Read(
        IEnumerable<KeyValuePair<string, string?>> settings, string? stages = null, bool untilDrained = false, Writes writes = Writes.WhatItsStagesWrite,
        string? file = null)
    {
        var faults = new List<ConfigurationFault>();
        var catalog = StageCatalog.Find();
        var configuration = ConfigurationSources.Read(ConfigurationFiles.Find(file, faults), settings, faults);
        var options = StrictBinder.Bind(configuration, Sections(catalog));
        faults.AddRange(options.Faults);
        faults.AddRange(LoggingRules.Check(configuration));
        faults.AddRange(MisspelledVariables.Find(StrictBinder.Known(Sections(catalog))));

        var plan = new RunPlan(EnabledStages(catalog, options, stages, faults), untilDrained);
        var setup = new Setup(configuration, catalog, options, plan, faults);
        faults.AddRange(setup.Graph.Faults().Select(fault => new ConfigurationFault("Stages", fault)));
        var hasEnd = options.Get<SimulatorOptions>("Simulator").HasEnd || faults.Any(fault => fault.Path is "Simulator:Count" or "Simulator:Duration");
        if (untilDrained && plan.Has(StageNames.Simulator) && !hasEnd)
            faults.Add(new ConfigurationFault("--until-drained",
                "needs a simulator that ends; set Simulator:Replay:File, Simulator:Count or Simulator:Duration"));
        faults.AddRange(AdapterCatalog.All.SelectMany(adapter => PassedFaults(adapter, setup)));
        faults.AddRange(setup.Adapters().SelectMany(adapter => NeededSettings.Missing(adapter, options)));
        if (setup.Folders(writes).Select(DataFolderCheck.Check).FirstOrDefault(fault => fault is not null) is { } unwritable) faults.Add(unwritable);
        return setup;
    }

    // Who only looks needs no right to write, and a filter on Kafka has nothing to write there.
    IEnumerable<string> Folders(Writes writes)
    {
        var isUnknown = Plan.Stages.Count == 0; // what is meant may well write
        var usesLog = writes == Writes.EventLog || (writes == Writes.WhatItsStagesWrite && (UsesEventLog || isUnknown));
        var usesLake = writes == Writes.Lake || writes == Writes.WhatItsStagesWrite && (isUnknown || Plan.Has(StageNames.Storage));
        var writing = Adapters(usesLog, usesLake, engine: false).ToList();
        if (!writing.Any(adapter => adapter.WritableFolders(".").Any())) return [];
        return IsPath ? [Pipeline.DataFolder, .. writing.SelectMany(adapter => adapter.WritableFolders(Pipeline.DataFolder))] : [Pipeline.DataFolder];
    }

    bool IsPath => Pipeline.DataFolder.Length > 0 && !Pipeline.DataFolder.Contains('\0', StringComparison.Ordinal);

    // Where an adapter is not chosen, its files and passwords need not be there yet; a name that nobody knows is wrong all the same.
    static IEnumerable<ConfigurationFault> PassedFaults(IAdapter adapter, Setup setup)
    {
        if (adapter.Passed is not { } section) return [];
        return section.Faults(setup.Configuration).Where(fault => setup.Adapters().Contains(adapter) || fault.Known is not null).Select(fault =>
        {
            var path = $"{section.Path}:{fault.Key}";
            var near = fault.Known is null ? null : NearestName.Find(fault.Key, fault.Known);
            return new ConfigurationFault(path, near is null
                ? fault.Text : $"{fault.Text}; did you mean {section.Path}:{near}?", ValueOrigin.Of(setup.Configuration, path));
        });
    }

    static IReadOnlyList<string> EnabledStages(StageCatalog catalog, BoundOptions options, string? stages, List<ConfigurationFault> faults)
    {
        if (stages is null)
        {
            var enabled = catalog.Stages.Where(stage => options.Get<StageSwitch>(KnownSections.SwitchPath(stage)).Enabled)
                .Select(stage => stage.Descriptor.Name).ToList();
            if (enabled.Count == 0)
                faults.Add(new ConfigurationFault("Stages", "no stage is enabled; enable one with Stages:<Name>:Enabled=true, or say --stages=all"));
            return enabled;
        }
        var (named, unknown) = StageSelection.Parse(stages, catalog.Names);
        string[] known = [.. catalog.Names, StageSelection.All];
        faults.AddRange(unknown.Select(name => new ConfigurationFault("--stages", name.Length == 0
            ? $"names no stage. Known: {string.Join(", ", known)}." : $"stage '{name}' is not known{NearestName.Advice(name, known)}")));
        return named;
    }
}

/// <summary>What a command will write.</summary>
internal enum Writes
{
    /// <summary>It only looks.</summary>
    Nothing,

    /// <summary>Records into the event log.</summary>
    EventLog,

    /// <summary>Files into the lake.</summary>
    Lake,

    /// <summary>Whatever the stages of its plan write.</summary>
    WhatItsStagesWrite,
}
