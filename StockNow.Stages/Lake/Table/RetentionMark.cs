using StockNow.Contracts.Topics;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// One decision to drop the data files of old dates. It is created before the first file is removed, so that a reader never takes a dropped file for a lost
/// one. Intents stay: they say what was stored.
/// </summary>
sealed record RetentionMark
{
    /// <summary>The form that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form it is written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The files of earlier dates are dropped (UTC, as in the names of the folders).</summary>
    public required DateOnly Before { get; init; }

    /// <summary>How much of each chain is concerned: readings that come later for a dropped date are not.</summary>
    public required IReadOnlyList<RetainedChain> Chains { get; init; }

    /// <summary>When it was made, for people.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The part of a chain that a retention concerns.</summary>
/// <param name="Cluster">The event log's identity.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="To">The ranges that begin before this offset are concerned.</param>
sealed record RetainedChain(string Cluster, string Topic, int Partition, long To)
{
    /// <summary>The chain.</summary>
    public ChainId Chain() => new(Cluster, new TopicPartition(Topic, Partition));
}
