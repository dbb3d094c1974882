using System.Text.RegularExpressions;
using StockNow.Host.Health;
using StockNow.Stages.Telemetry;

namespace StockNow.Tests.Deployment;

/// <summary>The names that a query over the program's measurements may use, as Prometheus sees them.</summary>
static partial class ExportedNames
{
    static readonly HashSet<string> Language =
    [
        "sum", "max", "by", "on", "and", "rate", "increase", "deriv", "histogram_quantile",
        "up", "job", "instance", "le", // Prometheus adds these itself
    ];

    static readonly HashSet<string> Known = [.. Language, .. Tags(), .. TelemetryReference.Instruments().SelectMany(one => Of(one.Name, one.Kind, one.Unit))];

    /// <summary>The names in a query that the program does not export.</summary>
    public static IEnumerable<string> UnknownIn(string query) =>
        Name().Matches(Quoted().Replace(query, "\"\"")).Select(match => match.Value).Where(name => !Known.Contains(name)).Distinct();

    static IEnumerable<string> Of(string name, string kind, string unit)
    {
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var full = $"{name.Replace('.', '_')}{suffix}";
        return kind switch
        {
            "Counter" => [$"{full}_total"],
            "Histogram" => [$"{full}_bucket", $"{full}_sum", $"{full}_count"],
            _ => [full],
        };
    }

    static IEnumerable<string> Tags() => typeof(TelemetryNames).GetFields().Where(field => field.Name.EndsWith("Tag", StringComparison.Ordinal))
        .Select(field => ((string)field.GetRawConstantValue()!).Replace('.', '_'));

    // A duration such as 10m begins with a digit and is no name.
    [GeneratedRegex(@"(?<![\w.])[a-zA-Z_]\w*")]
    private static partial Regex Name();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();
}
