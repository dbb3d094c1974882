using System.Globalization;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>
/// The offsets of a topic once the transactions that are open now have ended. A commit returns before its markers are written, and an open transaction,
/// of any producer, hides all later committed records of the same partition.
/// </summary>
sealed class StableOffsets(KafkaTopics topics, TimeSpan transactionTimeout, TimeProvider clock, ILogger logger)
{
    // The brokers look for transactions whose time is up every 10 s (transaction.abort.timed.out.transaction.cleanup.interval.ms).
    static readonly TimeSpan BrokersLook = TimeSpan.FromSeconds(15);
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromMilliseconds(500), Moment = TimeSpan.FromSeconds(2);

    /// <summary>Waits only a moment, as long as a healthy stage takes for a commit.</summary>
    /// <returns>
    /// First and next readable offset of each partition, and one in which a transaction is still open at the next offset, or null when all have ended.
    /// </returns>
    public async Task<(IReadOnlyList<PartitionState> Partitions, PartitionState? Open)> LookAsync(string topic, CancellationToken stop)
    {
        var ends = await topics.HighWatermarksAsync(topic);
        return await UntilAsync(topic, ends, Moment, stop);
    }

    /// <summary>Waits as long as a transaction of StockNow's can last.</summary>
    /// <returns>First and next offset of each partition: everything that was committed before the call lies between them.</returns>
    /// <exception cref="EventLogException">A transaction lasts longer.</exception>
    public async Task<IReadOnlyList<PartitionState>> WaitAsync(string topic, CancellationToken stop)
    {
        var limit = transactionTimeout + BrokersLook;
        var ends = await topics.HighWatermarksAsync(topic);
        var (partitions, open) = await UntilAsync(topic, ends, Moment, stop);
        if (open is null) return partitions;
        KafkaLogMessages.WaitsForTransaction(logger, open.Partition.ToString(), open.End, limit.TotalSeconds);
        (partitions, open) = await UntilAsync(topic, ends, limit - Moment, stop);
        return open is null ? partitions : throw new EventLogException(string.Create(CultureInfo.InvariantCulture,
            $"A transaction has been open in {open.Partition} since offset {open.End} for more than {limit.TotalSeconds:0} s. The records "
            + $"after it cannot be read. Run 'validate' to see whether it hangs and how to abort it."));
    }

    async Task<(IReadOnlyList<PartitionState> Partitions, PartitionState? Open)> UntilAsync(string topic, long[] ends, TimeSpan limit, CancellationToken stop)
    {
        var (since, pause) = (clock.GetTimestamp(), FirstPause);
        while (true)
        {
            var partitions = await topics.OffsetsAsync(topic);
            // A partition that was made since has no end of before.
            var open = partitions.FirstOrDefault(partition => partition.End < ends.ElementAtOrDefault(partition.Partition.Partition));
            if (open is null || clock.GetElapsedTime(since) > limit) return (partitions, open);
            await Task.Delay(pause, clock, stop);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
