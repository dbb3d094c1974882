using System.Globalization;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// The decision of an operator that data files of a range are lost: they are not in the lake, and the event log no longer holds their records. From then on
/// storage, readers and proofs do not look for these files. The intent stays: it says what was claimed.
/// </summary>
sealed record AcceptedLoss
{
    /// <summary>The form that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form it is written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The event log's identity.</summary>
    public required string Cluster { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The first offset of the range.</summary>
    public required long Start { get; init; }

    /// <summary>The last offset of the range.</summary>
    public required long End { get; init; }

    /// <summary>The keys of the lost files.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The rows that the lost files held or were to hold.</summary>
    public required long Rows { get; init; }

    /// <summary>Why the operator accepted the loss, in his words.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was accepted, for people.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The chain of the range.</summary>
    public ChainId Chain() => new(Cluster, new TopicPartition(Topic, Partition));

    /// <summary>Whether the row of a reading would be in one of the lost files.</summary>
    public bool Holds(long offset, string folder) =>
        offset >= Start && offset <= End && Files.Any(file => file.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Records the decision.</summary>
    /// <exception cref="LakeException">The store is away, and it is not known whether the decision arrived. To record it again does no harm.</exception>
    public async Task RecordAsync(ILakeStore lake, CancellationToken stop)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{LakeLayout.Losses}/{Topic}-{Partition}-{Start:D20}-{Guid.NewGuid():N}.json");
        if (await PutIfAbsent.PutAsync(lake, key, IntentJson.Write(this), stop) is not PutOutcome.Ours)
            throw new LakeException($"No reply from the lake for '{key}'. Try again.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Rows:N0} rows of offsets {Start} to {End} of {Chain()} were accepted as lost on {CreatedAt:yyyy-MM-dd}: {Reason}");
}
