namespace StockNow.Stages.Streaming;

/// <summary>The consumer groups of the pipeline, as its stages describe them.</summary>
/// <param name="all">All groups, in the order in which data flows.</param>
public sealed class ConsumerGroups(IReadOnlyList<ConsumerGroup> all)
{
    /// <summary>All groups, in the order in which data flows.</summary>
    public IReadOnlyList<ConsumerGroup> All => all;

    /// <summary>The groups that commit outputs and offsets together: their outputs show how far their offsets must be.</summary>
    public IEnumerable<ConsumerGroup> WithOutputs => all.Where(one => one.Outputs.Count > 0);

    /// <summary>The group of a name.</summary>
    public ConsumerGroup this[string group] => all.First(one => one.Group == group);

    /// <summary>Every topic that a group reads or writes, once.</summary>
    public IEnumerable<string> Topics => all.SelectMany(one => one.Outputs.Prepend(one.Topic)).Distinct(StringComparer.Ordinal);

    /// <summary>The topics that a group writes; none when the group is not one of the pipeline.</summary>
    public IReadOnlyList<string> OutputsOf(string group) => all.FirstOrDefault(one => one.Group == group)?.Outputs ?? [];
}
