using System.Text.Json;
using System.Text.RegularExpressions;
using StockNow.Contracts.Events;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;
using YamlDotNet.RepresentationModel;

namespace StockNow.Tests.Deployment;

/// <summary>The dashboard and the alert rules ask only for what the program measures.</summary>
sealed partial class ObserveTests
{
    static readonly string Folder = ProductRules.PathOf("deploy", "observe");

    [Test]
    public void Alert_rules_use_only_names_that_the_program_exports() => Rules().SelectMany(ExportedNames.UnknownIn).Should().BeEmpty();

    [Test]
    public void Dashboard_uses_only_names_that_the_program_exports() =>
        Queries().SelectMany(query => ExportedNames.UnknownIn(query.Expression)).Should().BeEmpty();

    [Test]
    public void Legends_show_only_labels_that_their_query_keeps()
    {
        foreach (var (expression, legend) in Queries())
        {
            var kept = ByClause().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(", ")).ToList();
            LegendLabel().Matches(legend).Select(match => match.Groups[1].Value).Should().BeSubsetOf(kept, $"{expression} keeps no others");
        }
    }

    [Test]
    public void Reasons_and_states_in_queries_are_those_of_the_program()
    {
        var all = Rules().Concat(Queries().Select(query => query.Expression)).ToList();

        Values(all, "reason").Should().BeSubsetOf(Enum.GetValues<DropReason>().Select(reason => reason.Name()));
        Values(all, "state").Should().NotBeEmpty().And.BeSubsetOf(Enum.GetValues<StageState>().Select(StageHealth.NameOf));
    }

    [TestCase("rate(stocknow_stage_recieved_total[1m])", "stocknow_stage_recieved_total")]
    [TestCase("stocknow_stage_received", "stocknow_stage_received")]
    [TestCase("sum by (stag) (stocknow_stage_sent_total)", "stag")]
    public void Misspelled_name_is_found(string query, string name) => ExportedNames.UnknownIn(query).Should().Equal(name);

    static IEnumerable<string> Values(IEnumerable<string> queries, string label) => queries
        .SelectMany(query => Regex.Matches(query, $"\\b{label}!?=\"([^\"]*)\"").Select(match => match.Groups[1].Value));

    static List<string> Rules()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, "alerts.yml"))));
        return [.. from YamlMappingNode set in (YamlSequenceNode)stream.Documents[0].RootNode["groups"]
                   from YamlMappingNode rule in (YamlSequenceNode)set["rules"]
                   select ((YamlScalarNode)rule["expr"]).Value!];
    }

    static List<(string Expression, string Legend)> Queries()
    {
        using var board = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "grafana", "dashboards", "stocknow.json")));
        return [.. from panel in board.RootElement.GetProperty("panels").EnumerateArray()
                   from target in panel.GetProperty("targets").EnumerateArray()
                   select (target.GetProperty("expr").GetString()!, target.GetProperty("legendFormat").GetString()!)];
    }

    [GeneratedRegex(@"by \(([^)]*)\)")]
    private static partial Regex ByClause();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex LegendLabel();
}
