using System.Collections.ObjectModel;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Architecture;

/// <summary>The house's rules. Those of stages come from the catalogue, so a new stage is under them the day it appears.</summary>
static class Boundaries
{
    const string Root = "StockNow.Stages", Contracts = "StockNow.Contracts", Host = "StockNow.Host";

    static readonly string[] Adapters = [$"{Root}.Streaming.Embedded", $"{Root}.Streaming.Kafka", $"{Root}.Lake.Local", $"{Root}.Lake.Parquet", $"{Root}.Engines.DuckDb"];

    static readonly string[] Seams = [$"{Root}.Streaming", $"{Root}.Lake", $"{Root}.Lake.Intents", $"{Root}.Engines", $"{Root}.Engines.Questions"];

    static readonly string[] Stages = [.. StageCatalog.Find().Stages.Select(stage => stage.GetType().Namespace!)];

    // Who may name a package, by the name of its assemblies. Every package the product uses stands here, or is one of the host's plumbing.
    static readonly ReadOnlyDictionary<string, string[]> Owners = new Dictionary<string, string[]>
    {
        ["Confluent.Kafka"] = [$"{Root}.Streaming.Kafka"],
        ["Microsoft.Data.Sqlite"] = [$"{Root}.Streaming.Embedded"],
        ["SQLitePCLRaw"] = [$"{Root}.Streaming.Embedded"],
        ["K4os.Compression.LZ4"] = [$"{Root}.Streaming.Embedded"],
        ["Parquet"] = [$"{Root}.Lake.Parquet"],
        ["DuckDB.NET"] = [$"{Root}.Engines.DuckDb"],
        ["Polly"] = [$"{Root}.Hosting", $"{Root}.Lake"],
        ["Scrutor"] = [$"{Root}.Hosting", Host],
        ["Spectre.Console"] = [Host],
        ["OpenTelemetry"] = [$"{Host}.Health"],
        ["Microsoft.AspNetCore"] = [$"{Host}.Health"],
        ["System.CommandLine"] = [Host],
    }.AsReadOnly();

    static readonly HashSet<string> Framework =
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    public static IEnumerable<Boundary> OfStages { get; } = Stages.Select(stage => new Boundary(
        $"{stage} sees contracts, hosting, telemetry and seams, no other stage and no adapter", space => Boundary.Within(space, stage), use => SeenByStages(use) || LiesIn(use, stage)));

    /// <summary>The proof knows one rule of a stage: which readings are alerts.</summary>
    public static Boundary OfAudit { get; } = new(
        "The audit sees what a stage sees, and the alert filter's rule",
        space => Boundary.Within(space, $"{Root}.Audit"),
        use => SeenByStages(use) || LiesIn(use, $"{Root}.Audit")
            || use.FullName is $"{Root}.AlertFilter.AlertRule" or $"{Root}.AlertFilter.AlertRuleKind" or $"{Root}.AlertFilter.AlertFilterOptions");

    public static Boundary OfSeams { get; } = new("Seams know no adapter and no stage", Seams.Contains, SeenByStages);

    public static Boundary OfHosting { get; } = new(
        "Hosting and telemetry know no adapter and no stage", space => space is $"{Root}.Hosting" or $"{Root}.Telemetry", SeenByStages);

    public static IEnumerable<Boundary> OfAdapters { get; } = Adapters.Select(adapter => new Boundary(
        $"{adapter} sees contracts, hosting, telemetry and seams, no stage and no other adapter",
        space => Boundary.Within(space, adapter), use => SeenByStages(use) || LiesIn(use, adapter)));

    public static Boundary OfContracts { get; } = new(
        "Contracts reference nothing but the framework", space => Boundary.Within(space, Contracts), use => LiesIn(use, Contracts) || Framework.Contains(use.Assembly));

    public static IEnumerable<Boundary> OfPackages { get; } = Owners.Select(owner => new Boundary(
        $"Only {string.Join(" and ", owner.Value)} may name {owner.Key}",
        space => !owner.Value.Any(place => space == place || (place == Host && Boundary.Within(space, Host))), use => !IsOf(use, owner.Key)));

    public static Boundary OfNewPackages { get; } = new(
        "Every package the product uses has an owner", _ => true,
        use => Owners.Keys.Any(package => IsOf(use, package)) || Framework.Contains(use.Assembly) || IsOf(use, "Microsoft.Extensions")
            || use.Assembly is Contracts or Root or Host);

    public static Boundary OfConsole { get; } = new("Only the host talks to the console", space => !Boundary.Within(space, Host), use => use.FullName != "System.Console");

    // Whatever is not the house's own is the business of the packages' rules.
    static bool SeenByStages(TypeUse use) => !Boundary.Within(use.Namespace, "StockNow") || Boundary.Within(use.Namespace, Contracts)
        || use.Namespace is $"{Root}.Hosting" or $"{Root}.Telemetry" || Seams.Contains(use.Namespace);

    static bool LiesIn(TypeUse use, string space) => Boundary.Within(use.Namespace, space);

    static bool IsOf(TypeUse use, string package) => Boundary.Within(use.Assembly, package);
}
