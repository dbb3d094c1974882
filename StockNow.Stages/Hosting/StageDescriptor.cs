using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>What a stage is called, what it reads and what it writes.</summary>
/// <param name="Name">The word of <c>--stages</c>, of the metrics' label and of the documentation.</param>
/// <param name="Summary">What it does, such as <c>passes alerts on, byte for byte</c>.</param>
/// <param name="Reads">Topics and resources it reads.</param>
/// <param name="Writes">Topics and resources it writes.</param>
public sealed record StageDescriptor(string Name, string Summary, IReadOnlyList<string> Reads, IReadOnlyList<string> Writes)
{
    /// <summary>The consumer group that reads the stage's topic; null when the stage reads no topic, or not as a group.</summary>
    public string? Group { get; init; }

    /// <summary>One of its outputs in a sentence, such as <c>alert</c>; null when it makes nothing that is counted.</summary>
    public string? Output { get; init; }

    /// <summary>The conservation rule: how many outputs each record of its topic leads to, unless it becomes a dead letter.</summary>
    public OutputsPerRecord PerRecord { get; init; }

    /// <summary>The name as a section of the configuration: <c>alert-filter</c> becomes <c>AlertFilter</c>.</summary>
    public string SectionName { get; } = string.Concat(Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
