using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>How a lake is to be verified.</summary>
public sealed record LakeProof
{
    /// <summary>Whether to read every byte of every file, and to decode its values with a second library: finds changed values too.</summary>
    public bool Deep { get; init; }

    /// <summary>
    /// Up to which offset a partition's writer has said that every file is published: only after it may files of the newest range be still on their way.
    /// </summary>
    public Func<ChainId, long> PublishedTo { get; init; } = _ => 0;

    /// <summary>Is notified of the number of files done and the number known so far.</summary>
    public Action<long, long>? Progress { get; init; }

    /// <summary>Is given the offsets of each file, which are read for this; null when the footer of each file is enough.</summary>
    public Action<ChainId, long[]>? Stored { get; init; }

    /// <summary>Compares a range with where it came from; null when nothing is compared.</summary>
    public Func<Intent, CancellationToken, Task<IEnumerable<LakeFinding>>>? CompareWithSource { get; init; }
}
