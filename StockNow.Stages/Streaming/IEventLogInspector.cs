using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>Looks at the log without belonging to a group: for lag, audit and recovery.</summary>
public interface IEventLogInspector
{
    /// <summary>The identity of a topic in this log; another one after either was made anew, so that its offsets are never taken for the old ones. Empty when there is no such topic.</summary>
    Task<string> IdentityAsync(string topic, CancellationToken stop);

    /// <summary>First and next offset of each partition, in the partitions' order; empty when there is no such topic.</summary>
    Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop);

    /// <summary>
    /// The same, once every transaction that was open at the call has ended: until then what was committed behind it cannot be seen, so that it seems to be
    /// missing. Whoever would draw conclusions from a record that is not there asks this.
    /// </summary>
    /// <exception cref="EventLogException">A transaction does not end.</exception>
    Task<IReadOnlyList<PartitionState>> DescribeSettledAsync(string topic, CancellationToken stop);

    /// <summary>How many records were ever committed to a topic; where that cannot be told without reading, how many are still in it.</summary>
    /// <exception cref="EventLogException">A transaction that does not end hides some.</exception>
    Task<long> CountAsync(string topic, CancellationToken stop);

    /// <summary>What an operator should know although reading and writing go on, such as a transaction that hangs; empty when all is well.</summary>
    Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop);

    /// <summary>The next offset each partition's group will read; partitions without a commit are left out.</summary>
    Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop);

    /// <summary>A number saved by <see cref="IEventLogWriter.SavePosition"/>, or null.</summary>
    Task<long?> PositionAsync(string name, CancellationToken stop);

    /// <summary>Reads committed records from an offset up to, but not including, another, in order.</summary>
    /// <remarks>A batch is valid until the next one is asked for. Offsets that no longer exist are skipped: compare with <see cref="DescribeAsync"/>.</remarks>
    IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, CancellationToken stop);
}

/// <summary>Where a partition begins and ends.</summary>
/// <param name="Partition">Topic and number.</param>
/// <param name="Start">The first offset still there.</param>
/// <param name="End">The offset that the next record will get.</param>
public sealed record PartitionState(TopicPartition Partition, long Start, long End);
