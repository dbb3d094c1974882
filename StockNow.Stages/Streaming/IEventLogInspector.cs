using System.Runtime.CompilerServices;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming;

/// <summary>Looks at the log without belonging to a group: for lag, audit and recovery.</summary>
public interface IEventLogInspector
{
    /// <summary>
    /// Whether every offset from a partition's start to its end has a record, so that a gap is a loss. False where offsets are also used up by transactions and
    /// compaction, as in Kafka.
    /// </summary>
    bool OffsetsAreDense { get; }

    /// <summary>
    /// The identity of a topic in this log; it changes when the topic or the log is recreated, so that new offsets are never mistaken for old ones. Empty when
    /// there is no such topic.
    /// </summary>
    Task<string> IdentityAsync(string topic, CancellationToken stop);

    /// <summary>First and next offset of each partition, in the partitions' order; empty when there is no such topic.</summary>
    Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop);

    /// <summary>
    /// The same, once every transaction that was open at the call has ended: until then records committed after it cannot be seen, so that it seems to be
    /// missing. Ask this before you conclude anything from a missing record.
    /// </summary>
    /// <exception cref="EventLogException">A transaction does not end.</exception>
    Task<IReadOnlyList<PartitionState>> DescribeStableAsync(string topic, CancellationToken stop);

    /// <summary>How many records were ever committed to a topic; where that is not known without reading, how many are still in it.</summary>
    /// <exception cref="EventLogException">A transaction that does not end hides some.</exception>
    Task<long> CountAsync(string topic, CancellationToken stop);

    /// <summary>What an operator must act on although reading and writing continue, such as a transaction that hangs; empty when all is well.</summary>
    Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop);

    /// <summary>What an operator may want to change; work is not hindered by it. Only about what the process uses.</summary>
    Task<IReadOnlyList<string>> AdviceAsync(LogUse use, CancellationToken stop) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Tries what a start needs and nothing else tries before it, such as the right to write.</summary>
    /// <exception cref="UnrecoverableException">A start would be refused; the message says what is missing.</exception>
    Task TryUseAsync(LogUse use, CancellationToken stop) => Task.CompletedTask;

    /// <summary>The next offset each partition's group will read; partitions without a commit are left out.</summary>
    Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop);

    /// <summary>The shell command by which an operator sets a group's committed offset while none of its members runs; for messages.</summary>
    string CommandToSetOffset(string group, TopicPartition partition, long offset);

    /// <summary>A value saved by <see cref="IEventLogWriter.SavePosition"/>, or null.</summary>
    Task<string?> PositionAsync(string name, CancellationToken stop);

    /// <summary>All positions whose names begin with a prefix, by their names.</summary>
    Task<IReadOnlyDictionary<string, string>> PositionsAsync(string prefix, CancellationToken stop);

    /// <summary>Reads committed records from an offset up to, but not including, another, in order.</summary>
    /// <remarks>A batch is valid until the next one is asked for. Offsets that no longer exist are skipped: compare with <see cref="DescribeAsync"/>.</remarks>
    /// <exception cref="DamagedRecordsException">Some records can no longer be read; another scan may begin after them.</exception>
    IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, CancellationToken stop);

    /// <summary>Reads committed records of several partitions, each in its order; quicker than one after the other where a scan costs a connection.</summary>
    /// <param name="ranges">From where to where.</param>
    /// <param name="stop">Ends the work.</param>
    async IAsyncEnumerable<RecordBatch> ScanAsync(IReadOnlyCollection<PartitionState> ranges, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var (partition, from, to) in ranges)
            await foreach (var batch in ScanAsync(partition, from, to, stop)) yield return batch;
    }
}

/// <summary>Where a partition begins and ends.</summary>
/// <param name="Partition">Topic and number.</param>
/// <param name="Start">The first offset still there.</param>
/// <param name="End">The offset that the next record will get.</param>
public sealed record PartitionState(TopicPartition Partition, long Start, long End)
{
    /// <summary>
    /// Retention has removed the offsets before this one, and noted it: a later <see cref="Start"/> was caused by somebody else. Null where the log does not
    /// note it, as Kafka.
    /// </summary>
    public long? RemovedTo { get; init; }
}
