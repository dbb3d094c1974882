using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>
/// Finds what a group has done last, by the source headers of its outputs. Outputs and offsets are committed together, so a committed offset before that
/// was lost or reset, and continuing from it would do everything after it twice.
/// </summary>
/// <remarks>
/// Only the newest records of each output partition are read, so this is quick enough for a start and never claims too much; where one source partition has
/// filled them, it may claim too little for another. <c>audit</c> reads all of them.
/// </remarks>
sealed class OutputWitness(IEventLogInspector log)
{
    /// <summary>How many of the newest offsets of each output partition are read.</summary>
    public const int Newest = 1_000;

    /// <summary>
    /// The offset after the last source of each partition of a topic, among the sources that the topic holds. Partitions of which no output was seen are left
    /// out.
    /// </summary>
    /// <param name="topic">The topic that the group reads.</param>
    /// <param name="outputs">The topics that it writes to.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away, or a transaction does not end.</exception>
    public async Task<IReadOnlyDictionary<int, long>> DoneToAsync(string topic, IEnumerable<string> outputs, CancellationToken stop) =>
        (await SeeAsync(topic, outputs, stop)).DoneTo;

    /// <summary>The same, with what is known about it.</summary>
    /// <param name="topic">The topic that the group reads.</param>
    /// <param name="outputs">The topics that it writes to.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away, or a transaction does not end.</exception>
    public async Task<OutputsSeen> SeeAsync(string topic, IEnumerable<string> outputs, CancellationToken stop)
    {
        var source = LogIdentity.HashOf(await log.IdentityAsync(topic, stop));
        var ends = (await log.DescribeAsync(topic, stop)).ToDictionary(partition => partition.Partition.Partition, partition => partition.End);
        var newest = new List<PartitionState>();
        var isAll = true;
        foreach (var output in outputs)
            foreach (var (partition, start, end) in await log.DescribeStableAsync(output, stop))
            {
                if (start < end) newest.Add(new PartitionState(partition, Math.Max(start, end - Newest), end));
                isAll &= start == 0 && end <= Newest;
            }
        var (doneTo, namedTo) = (new Dictionary<int, long>(), new Dictionary<int, long>());
        await foreach (var batch in log.ScanAsync(newest, stop)) See(batch, topic, source, ends, doneTo, namedTo);
        return new OutputsSeen(doneTo, namedTo, isAll);
    }

    /// <summary>The partitions in which a group's committed offset lies before what it has done; empty when all is well.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic that it reads.</param>
    /// <param name="outputs">The topics that it writes to.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away, or a transaction does not end.</exception>
    public async Task<IReadOnlyList<OffsetSetBack>> FindSetBackAsync(string group, string topic, IEnumerable<string> outputs, CancellationToken stop)
    {
        var doneTo = await DoneToAsync(topic, outputs, stop);
        return doneTo.Count == 0 ? [] : OffsetSetBack.Compare(group, topic, doneTo, await log.CommittedAsync(group, topic, stop));
    }

    static void See(RecordBatch batch, string topic, string source, Dictionary<int, long> ends, Dictionary<int, long> doneTo, Dictionary<int, long> namedTo)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var headers = batch[i].Headers;
            if (!headers.TryGetSource(topic, out var partition, out var offset) || headers.IsOfAnotherLog(source)) continue;
            if (offset >= ends.GetValueOrDefault(partition)) continue;
            doneTo[partition] = Math.Max(offset + 1, doneTo.GetValueOrDefault(partition));
            if (headers.TryGet(HeaderNames.SourceLog, out ReadOnlySpan<byte> _))
                namedTo[partition] = Math.Max(offset + 1, namedTo.GetValueOrDefault(partition));
        }
    }
}

/// <summary>What the newest outputs of a group say.</summary>
/// <param name="DoneTo">The offset after the last source of each partition.</param>
/// <param name="NamedTo">The same by those outputs alone that name the log of their source; older versions did not.</param>
/// <param name="IsAll">Whether all outputs there have ever been were seen: a partition without one has led to none.</param>
sealed record OutputsSeen(IReadOnlyDictionary<int, long> DoneTo, IReadOnlyDictionary<int, long> NamedTo, bool IsAll);

/// <summary>A group's committed offset that lies before what the group has done already.</summary>
/// <param name="Group">The group.</param>
/// <param name="Partition">The partition that it reads.</param>
/// <param name="Committed">Its committed offset, or null when it has none.</param>
/// <param name="DoneTo">The offset after the last one of which an output exists.</param>
sealed record OffsetSetBack(string Group, TopicPartition Partition, long? Committed, long DoneTo)
{
    /// <summary>Those partitions, in their order.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic that it reads.</param>
    /// <param name="doneTo">The offset after the last one of which an output exists, for each partition.</param>
    /// <param name="committed">The group's committed offsets.</param>
    public static IReadOnlyList<OffsetSetBack> Compare(string group, string topic, IReadOnlyDictionary<int, long> doneTo,
        IReadOnlyDictionary<int, long> committed) =>
    [
        .. doneTo.Where(partition => committed.GetValueOrDefault(partition.Key) < partition.Value).OrderBy(partition => partition.Key)
        .Select(partition => new OffsetSetBack(
            group, new TopicPartition(topic, partition.Key), committed.TryGetValue(partition.Key, out var offset) ? offset : null, partition.Value)),
    ];

    /// <summary>What is wrong and what to do, for a person.</summary>
    /// <param name="log">Says how an offset is set.</param>
    public string Describe(IEventLogInspector log) =>
        Describe((group, topic, partition, offset) => log.CommandToSetOffset(group, new TopicPartition(topic, partition), offset));

    internal string Describe(Func<string, string, int, long, string> commandToSetOffset) =>
        $"Group {Group} {(Committed is { } offset ? $"has committed offset {offset}" : "has no committed offset")} in {Partition}, but its outputs for offset "
        + $"{DoneTo - 1} already exist. "
        + $"The committed offset was lost or reset; restarting now would produce duplicates. Set the group's offset to {DoneTo} before you restart it: "
        + $"{commandToSetOffset(Group, Partition.Topic, Partition.Partition, DoneTo)}";
}
