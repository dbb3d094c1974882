using System.Collections.ObjectModel;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Architecture;

/// <summary>The rules of dependencies. Those between folders come from the table in docs/ARCHITECTURE.md.</summary>
static class Boundaries
{
    const string Root = "StockNow.Stages", Contracts = "StockNow.Contracts", Host = "StockNow.Host";

    // Who may name a package, by the name of its assemblies. Every package the product uses stands here, or is one of the host's plumbing.
    static readonly ReadOnlyDictionary<string, string[]> Owners = new Dictionary<string, string[]>
    {
        ["Confluent.Kafka"] = [$"{Root}.Streaming.Kafka"],
        ["Microsoft.Data.Sqlite"] = [$"{Root}.Streaming.Embedded"],
        ["SQLitePCLRaw"] = [$"{Root}.Streaming.Embedded"],
        ["K4os.Compression.LZ4"] = [$"{Root}.Streaming.Embedded"],
        ["Parquet"] = [$"{Root}.Lake.Rows.Parquet", $"{Root}.Engines.Cells"],
        ["DuckDB.NET"] = [$"{Root}.Engines.DuckDb"],
        ["Apache.Arrow"] = [$"{Root}.Engines.Spark"],
        ["Grpc"] = [$"{Root}.Engines.Spark"],
        ["Google.Protobuf"] = [$"{Root}.Engines.Spark"],
        ["System.IO.Hashing"] = [$"{Root}.Lake.Rows", $"{Root}.Lake.Table"],
        ["AWSSDK.S3"] = [$"{Root}.Lake.Store.S3"],
        ["AWSSDK.Core"] = [$"{Root}.Lake.Store.S3"],
        ["Polly"] = [$"{Root}.Hosting", $"{Root}.Lake.Store"],
        ["Scrutor"] = [$"{Root}.Hosting", Host],
        ["Spectre.Console"] = [Host],
        ["OpenTelemetry"] = [$"{Host}.Health"],
        ["Microsoft.AspNetCore"] = [$"{Host}.Health"],
        ["System.CommandLine"] = [Host],
    }.AsReadOnly();

    static readonly HashSet<string> Framework =
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    public static FolderTable Folders { get; } = FolderTable.OfProduct();

    /// <summary>The folders that this build compiles: an optional adapter may be left out.</summary>
    public static IEnumerable<Folder> BuiltFolders { get; } = Folders.Folders.Where(folder =>
        !AdapterCatalog.Optional.Keys.Any(name => folder.Namespace.EndsWith($".{name}", StringComparison.Ordinal))
        || typeof(AdapterCatalog).Assembly.GetTypes().Any(type => type.Namespace == folder.Namespace));

    /// <summary>One rule a folder, as docs/ARCHITECTURE.md lists it.</summary>
    public static IEnumerable<Boundary> OfFolders { get; } = BuiltFolders.Select(folder => new Boundary(
        $"{folder.Namespace} uses only the folders of its row in ARCHITECTURE.md",
        space => Folders.Of(space) == folder,
        use => !Boundary.Within(use.Namespace, "StockNow") || Folders.Of(use.Namespace) is { } used
        && (used == folder || folder.Uses.Contains(used.Namespace))));

    /// <summary>The proof knows two rules of stages: which readings are alerts, and which alerts leave nothing to bring.</summary>
    public static Boundary OfAudit { get; } = new(
        "The audit knows only the rules of the alert stages",
        space => Boundary.Within(space, $"{Root}.Audit"),
        use => (!Boundary.Within(use.Namespace, $"{Root}.AlertFilter") && !Boundary.Within(use.Namespace, $"{Root}.AlertHandler"))
            || use.FullName is $"{Root}.AlertFilter.AlertRule" or $"{Root}.AlertFilter.AlertRuleKind" or $"{Root}.AlertFilter.AlertFilterOptions"
                or $"{Root}.AlertHandler.RestockCalculation");

    public static Boundary OfContracts { get; } = new(
        "Contracts reference nothing but the framework", space =>
        Boundary.Within(space, Contracts), use => LiesIn(use, Contracts) || Framework.Contains(use.Assembly));

    public static IEnumerable<Boundary> OfPackages { get; } = Owners.Select(owner => new Boundary(
        $"Only {string.Join(" and ", owner.Value)} may name {owner.Key}",
        space => !owner.Value.Any(place => Folders.Of(space)?.Namespace == place || (place == Host && Boundary.Within(space, Host))), use =>
        !IsOf(use, owner.Key)));

    public static Boundary OfNewPackages { get; } = new(
        "Every package the product uses has an owner", _ => true,
        use => Owners.Keys.Any(package => IsOf(use, package)) || Framework.Contains(use.Assembly) || IsOf(use, "Microsoft.Extensions")
            || use.Assembly is Contracts or Root or Host);

    public static Boundary OfConsole { get; } =
        new("Only the host talks to the console", space => !Boundary.Within(space, Host), use => use.FullName != "System.Console");

    static bool LiesIn(TypeUse use, string space) => Boundary.Within(use.Namespace, space);

    static bool IsOf(TypeUse use, string package) => Boundary.Within(use.Assembly, package);
}
