using System.Text;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>Which stage feeds which. Checked before anything starts.</summary>
/// <param name="stages">The enabled stages.</param>
/// <param name="all">All stages that exist: another process may run those that are not enabled here.</param>
public sealed class StageGraph(IReadOnlyList<StageDescriptor> stages, IReadOnlyList<StageDescriptor> all)
{
    /// <summary>What is wrong with the graph; empty when it may start.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        faults.AddRange(stages.GroupBy(stage => stage.Name).Where(same => same.Count() > 1)
            .Select(same => $"Stage '{same.Key}' is there {same.Count()} times."));
        var written = stages.Concat(all).SelectMany(stage => stage.Writes).ToHashSet();
        faults.AddRange(
            from stage in stages
            from input in stage.Reads
            where !written.Contains(input)
            select $"Stage '{stage.Name}' reads '{input}', which no enabled stage writes and no other program can.");
        return faults;
    }

    /// <summary>What the enabled stages read although none of them writes it: others must.</summary>
    public IReadOnlyList<string> InputsFromElsewhere() =>
        [.. stages.SelectMany(stage => stage.Reads).Distinct().Except(stages.SelectMany(stage => stage.Writes))];

    /// <summary>The topics that the enabled stages read or write, in the order in which data flows.</summary>
    public IReadOnlyList<string> Topics() =>
        [.. all.Concat(stages).SelectMany(Places).Where(place => Resources.IsTopic(place) && stages.Any(stage => Places(stage).Contains(place)))
            .Distinct(StringComparer.Ordinal)];

    /// <summary>What a process that runs these stages does with the event log.</summary>
    public LogUse LogUse() => new(
        [.. stages.Select(stage => stage.Group).OfType<string>()],
        [.. stages.SelectMany(stage => stage.Reads).Where(Resources.IsTopic).Distinct(StringComparer.Ordinal)],
        [.. stages.SelectMany(stage => stage.Writes).Where(Resources.IsTopic).Distinct(StringComparer.Ordinal)]);

    /// <summary>The graph in Mermaid's flowchart language.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var place in stages.SelectMany(Places).Distinct())
            text.Append("    ").Append(place).Append(place == Resources.Lake ? "[(" : "([").Append(place).Append(place == Resources.Lake ? ")]\n" : "])\n");
        foreach (var stage in stages)
        {
            foreach (var input in stage.Reads) text.Append("    ").Append(input).Append(" --> ").Append(stage.Name).Append('\n');
            foreach (var output in stage.Writes) text.Append("    ").Append(stage.Name).Append(" --> ").Append(output).Append('\n');
        }
        return text.ToString();
    }

    static IEnumerable<string> Places(StageDescriptor stage) => stage.Reads.Concat(stage.Writes);
}
