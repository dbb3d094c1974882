using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>A consumer group of the pipeline, and what its stage promises for each record. Its members are the workers of one stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Topic">The topic that it reads.</param>
/// <param name="Outputs">The topics that it writes, each record with a source header, in one commit with its offsets.</param>
public sealed record ConsumerGroup(string Stage, string Group, string Topic, IReadOnlyList<string> Outputs)
{
    /// <summary>One record of its topic in a sentence, such as <c>alert</c>.</summary>
    public string Input { get; init; } = "record";

    /// <summary>One of its outputs in a sentence, such as <c>report</c>.</summary>
    public string Output { get; init; } = "output";

    /// <summary>How many outputs a record leads to, unless it becomes a dead letter.</summary>
    public OutputsPerRecord PerRecord { get; init; }

    /// <summary>The stage in a sentence: the last word of its name, such as <c>handler</c>.</summary>
    public string ShortName => Stage[(Stage.LastIndexOf('-') + 1)..];

    /// <summary>Whether it writes dead letters.</summary>
    public bool HasDeadLetters => Outputs.Contains(TopicNames.DeadLetters);
}

/// <summary>The conservation rule of a stage: how many outputs each record of its topic leads to.</summary>
public enum OutputsPerRecord
{
    /// <summary>None or one.</summary>
    AtMostOne,

    /// <summary>Always one.</summary>
    One,
}
