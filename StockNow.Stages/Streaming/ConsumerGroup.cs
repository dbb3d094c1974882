namespace StockNow.Stages.Streaming;

/// <summary>A consumer group of the pipeline. Its members are the workers of one stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Topic">The topic that it reads.</param>
/// <param name="Outputs">The topics that it writes, each record with a source header, in one commit with its offsets.</param>
public sealed record ConsumerGroup(string Stage, string Group, string Topic, IReadOnlyList<string> Outputs);
