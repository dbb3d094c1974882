using System.Globalization;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Rows;

namespace StockNow.Stages.Lake.Table;

/// <summary>A range of offsets of one partition as it was read: its readings, and the counts that describe the rest. It holds at least one record.</summary>
public sealed record RangeContent
{
    /// <summary>The readings; they name the partition.</summary>
    public required ReadingRows Rows { get; init; }

    /// <summary>The first offset.</summary>
    public required long Start { get; init; }

    /// <summary>The last offset.</summary>
    public required long End { get; init; }

    /// <summary>Offsets at the beginning that the event log no longer held.</summary>
    public required long Removed { get; init; }

    /// <summary>Records in the range.</summary>
    public required long Records { get; init; }

    /// <summary>Records that are not valid readings; they are counted and not stored.</summary>
    public required long Malformed { get; init; }

    /// <summary>The <see cref="RangeHash"/> of the records.</summary>
    public required string Hash { get; init; }

    /// <summary>The limits of a valid reading.</summary>
    public required ReadingLimits Limits { get; init; }

    /// <summary>The partition.</summary>
    public TopicPartition Partition => Rows.Partition;

    /// <summary>The range as its data files describe it.</summary>
    /// <param name="eventLog">The event log's identity.</param>
    public FileOrigin OriginIn(string eventLog) => new(eventLog, Partition.Topic, Partition.Partition, Start, End, Hash);

    /// <summary>The claim on the range.</summary>
    /// <param name="writer">Who claims it.</param>
    /// <param name="eventLog">The event log's identity.</param>
    /// <param name="now">The time of the claim.</param>
    /// <param name="files">The data files, hours ascending.</param>
    public Intent ToIntent(string writer, string eventLog, DateTimeOffset now, IReadOnlyList<IntentFile> files) => new()
    {
        Writer = writer,
        Cluster = eventLog,
        Topic = Partition.Topic,
        Partition = Partition.Partition,
        Start = Start,
        End = End,
        Removed = Removed,
        Records = Records,
        Malformed = Malformed,
        Hash = Hash,
        PartitionFunction = LakeLayout.PartitionFunctionVersion,
        Limits = Limits,
        CreatedAt = now,
        Files = files,
    };

    /// <summary><c>offsets 0 to 9 of topic-0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"offsets {Start} to {End} of {Partition}");
}
