using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Operator;

/// <summary>
/// Finds partitions whose last stable offset stands still although records follow: a transaction there was never ended, and readers wait for ever.
/// </summary>
sealed class HangingTransactions(KafkaTopics topics, ConsumerGroups groups, KafkaCommands commands, TimeSpan transactionTimeout, TimeProvider clock)
{
    const string GroupOffsets = "__consumer_offsets";

    static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>One text a partition. Looks a second time, later than any transaction may last, only where there is something to look at.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken stop)
    {
        var suspects = await LookAsync();
        if (suspects.Count == 0) return [];
        await Task.Delay(transactionTimeout + Slack, clock, stop);
        var still = await LookAsync();
        return [.. suspects.Where(suspect => still.TryGetValue(suspect.Key, out var now) && now.Stable == suspect.Value.Stable)
            .Select(suspect => Text(suspect.Key, suspect.Value.Stable, still[suspect.Key].End))];
    }

    /// <summary>The partition of the brokers' own topic that holds a group's offsets: by Java's hash of the group's name.</summary>
    internal static int PartitionOf(string group, int partitions) =>
        (group.Aggregate(0, (hash, letter) => unchecked((31 * hash) + letter)) & int.MaxValue) % partitions;

    string Text(TopicPartition partition, long stable, long end)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"A transaction hangs in {partition} since offset {stable}: {end - stable} offsets from there on cannot be read. ")
            + $"Find its producer with `{commands.DescribeProducers(partition.Topic, partition.Partition)}`. If that producer is no longer running, ";
        var abort = commands.AbortTransaction(partition.Topic, partition.Partition, stable);
        // The outputs of these offsets may be committed: a stage that continues at once would do them again.
        return partition.Topic == GroupOffsets
            ? $"{text}1. stop the stages; 2. abort the transaction with `{abort}`; 3. set the offsets that 'audit' reports; 4. start the stages again"
            : $"{text}abort the transaction with `{abort}`";
    }

    async Task<Dictionary<TopicPartition, (long Stable, long End)>> LookAsync()
    {
        var open = new Dictionary<TopicPartition, (long, long)>();
        foreach (var topic in groups.Topics.Append(KafkaTopics.Positions)) await LookAsync(topic, (_, _) => true, open);
        try
        {
            // A group whose offsets are part of such a transaction cannot read them.
            await LookAsync(GroupOffsets, (number, partitions) => groups.All.Any(group => PartitionOf(group.Group, partitions) == number), open);
        }
        catch (Exception fault) when (fault is EventLogException or UnrecoverableException) { } // not every user may look at the brokers' own topic
        return open;
    }

    // The topic may be deleted, or get partitions, between the two questions.
    async Task LookAsync(string topic, Func<int, int, bool> isOurs, Dictionary<TopicPartition, (long Stable, long End)> open)
    {
        var stable = await topics.OffsetsAsync(topic);
        var ends = await topics.HighWatermarksAsync(topic);
        foreach (var (partition, _, lastStable) in stable.Take(ends.Length))
            if (isOurs(partition.Partition, ends.Length) && ends[partition.Partition] > lastStable) open[partition] = (lastStable, ends[partition.Partition]);
    }
}
