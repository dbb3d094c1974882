using System.Text;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Hosting;

/// <summary>Which stage feeds which. Checked before anything starts.</summary>
public sealed class StageGraph(IReadOnlyList<StageDescriptor> stages)
{
    // Other programs, or other processes of ours, may write these.
    static readonly HashSet<string> External = [TopicNames.Input, TopicNames.Alerts, TopicNames.MissingProducts, TopicNames.DeadLetters, Resources.Lake];

    /// <summary>What is wrong with the graph; empty when it may start.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        faults.AddRange(stages.GroupBy(stage => stage.Name).Where(same => same.Count() > 1).Select(same => $"Stage '{same.Key}' is there {same.Count()} times."));
        var written = stages.SelectMany(stage => stage.Writes).ToHashSet();
        faults.AddRange(
            from stage in stages
            from input in stage.Reads
            where !written.Contains(input) && !External.Contains(input)
            select $"Stage '{stage.Name}' reads '{input}', which no enabled stage writes and no other program can.");
        return faults;
    }

    /// <summary>What the enabled stages read although none of them writes it: others must.</summary>
    public IReadOnlyList<string> InputsFromElsewhere() =>
        [.. stages.SelectMany(stage => stage.Reads).Distinct().Except(stages.SelectMany(stage => stage.Writes))];

    /// <summary>The topics that the enabled stages read or write.</summary>
    public IReadOnlyList<string> Topics() =>
        [.. TopicNames.All.Where(topic => stages.Any(stage => stage.Reads.Contains(topic) || stage.Writes.Contains(topic)))];

    /// <summary>The graph in Mermaid's flowchart language.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var stage in stages) text.Append("    ").Append(stage.Name).Append('[').Append(stage.Name).Append("]\n");
        foreach (var place in stages.SelectMany(stage => stage.Reads.Concat(stage.Writes)).Distinct())
            text.Append("    ").Append(place).Append(place == Resources.Lake ? "[(" : "([").Append(place).Append(place == Resources.Lake ? ")]\n" : "])\n");
        foreach (var stage in stages)
        {
            foreach (var input in stage.Reads) text.Append("    ").Append(input).Append(" --> ").Append(stage.Name).Append('\n');
            foreach (var output in stage.Writes) text.Append("    ").Append(stage.Name).Append(" --> ").Append(output).Append('\n');
        }
        return text.ToString();
    }
}
