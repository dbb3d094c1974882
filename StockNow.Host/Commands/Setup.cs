using Microsoft.Extensions.Configuration;
using StockNow.Host.Configuration;
using StockNow.Host.Health;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.Hosting;
using StockNow.Stages.Simulator;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Kafka;

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

    /// <summary>The Kafka client's own properties.</summary>
    public KafkaProperties Kafka => new(Configuration.GetSection("Kafka").AsEnumerable(makePathsRelative: true));

    public StageGraph Graph => new([.. Plan.Stages.Select(stage => Catalog[stage].Descriptor)]);

    /// <summary>The sections of all options.</summary>
    public static IReadOnlyList<OptionsSection> Sections(StageCatalog catalog) => KnownSections.Of(
        catalog, [OptionsSection.Of<HttpOptions>("Http"), OptionsSection.Of<KafkaLogOptions>("EventLog:Kafka"), OptionsSection.Of<DuckDbOptions>("Analysis:DuckDb")]);

    /// <summary>Reads and checks everything; faults are gathered, not thrown.</summary>
    /// <param name="settings">Settings of the command line.</param>
    /// <param name="stages">The value of <c>--stages</c>, or null.</param>
    /// <param name="untilDrained">Whether the run ends once all input is handled.</param>
    public static Setup Read(IEnumerable<KeyValuePair<string, string?>> settings, string? stages = null, bool untilDrained = false)
    {
        var faults = new List<ConfigurationFault>();
        var catalog = StageCatalog.Find();
        var configuration = ConfigurationSources.Read(AppContext.BaseDirectory, ConfigurationSources.EnvironmentName, settings, faults);
        var options = StrictBinder.Bind(configuration, Sections(catalog));
        faults.AddRange(options.Faults);

        var plan = new RunPlan(EnabledStages(catalog, options, stages, faults), untilDrained);
        var setup = new Setup(configuration, catalog, options, plan, faults);
        faults.AddRange(setup.Graph.Faults().Select(fault => new ConfigurationFault("Stages", fault)));
        var hasEnd = options.Get<SimulatorOptions>("Simulator").HasEnd || faults.Any(fault => fault.Path is "Simulator:Count" or "Simulator:Duration");
        if (untilDrained && plan.Has(StageNames.Simulator) && !hasEnd)
            faults.Add(new ConfigurationFault("--until-drained", "needs an end, which this simulator has not; set Simulator:Replay:File, Simulator:Count or Simulator:Duration"));
        var isOnKafka = options.Get<EventLogOptions>("EventLog").Kind == EventLogKind.Kafka;
        // Where Kafka is not used, its files and passwords need not be there yet; a name that nobody knows is wrong all the same.
        faults.AddRange(setup.Kafka.Faults().Where(fault => isOnKafka || fault.IsUnknown).Select(fault => FaultOf(fault, configuration)));
        if (DataFolderCheck.Check(setup.Pipeline.DataFolder) is { } fault) faults.Add(fault);
        return setup;
    }

    static ConfigurationFault FaultOf(KafkaPropertyFault fault, IConfigurationRoot configuration)
    {
        var path = $"Kafka:{fault.Name}";
        var near = fault.IsUnknown ? NearestName.Find(fault.Name, KafkaProperties.KnownNames) : null;
        return new ConfigurationFault(path, near is null ? fault.Text : $"{fault.Text}; did you mean Kafka:{near}?", ValueOrigin.Of(configuration, path));
    }

    static IReadOnlyList<string> EnabledStages(StageCatalog catalog, BoundOptions options, string? stages, List<ConfigurationFault> faults)
    {
        if (stages is null)
        {
            var enabled = catalog.Stages.Where(stage => options.Get<StageSwitch>(KnownSections.SwitchPath(stage)).Enabled).Select(stage => stage.Descriptor.Name).ToList();
            if (enabled.Count == 0) faults.Add(new ConfigurationFault("Stages", "no stage is enabled; enable one with Stages:<Name>:Enabled=true, or say --stages=all"));
            return enabled;
        }
        var (named, unknown) = StageSelection.Parse(stages);
        string[] known = [.. StageNames.All, StageSelection.All];
        faults.AddRange(unknown.Select(name => new ConfigurationFault("--stages", name.Length == 0
            ? $"names no stage. Known: {string.Join(", ", known)}." : $"stage '{name}' is not known{NearestName.Advice(name, known)}")));
        return named;
    }
}
