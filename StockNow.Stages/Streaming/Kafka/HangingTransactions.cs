using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Finds partitions whose last stable offset stands still although records follow: a transaction there was never ended, and readers wait for ever.</summary>
sealed class HangingTransactions(KafkaTopics topics, string brokers, TimeSpan transactionTimeout, TimeProvider clock)
{
    const string GroupOffsets = "__consumer_offsets";

    static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);
    static readonly string[] Groups = [GroupNames.AlertFilter, GroupNames.AlertHandler, GroupNames.Storage];

    /// <summary>One sentence a partition. Looks a second time, later than any transaction may last, only where there is something to look at.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken stop)
    {
        var suspects = await LookAsync().ConfigureAwait(false);
        if (suspects.Count == 0) return [];
        await Task.Delay(transactionTimeout + Slack, clock, stop).ConfigureAwait(false);
        var still = await LookAsync().ConfigureAwait(false);
        return [.. suspects.Where(suspect => still.TryGetValue(suspect.Key, out var now) && now.Stable == suspect.Value.Stable)
            .Select(suspect => Sentence(suspect.Key, suspect.Value.Stable, still[suspect.Key].End))];
    }

    /// <summary>The partition of the brokers' own topic that holds a group's offsets: by Java's hash of the group's name.</summary>
    internal static int PartitionOf(string group, int partitions) => (group.Aggregate(0, (hash, letter) => unchecked((31 * hash) + letter)) & int.MaxValue) % partitions;

    string Sentence(TopicPartition partition, long stable, long end)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"--topic {partition.Topic} --partition {partition.Partition}");
        var tool = $"kafka-transactions.sh --bootstrap-server {brokers}";
        // The outputs of these offsets may be committed: a stage that goes on at once would do them again.
        var (before, after) = partition.Topic == GroupOffsets ? ("stop the stages, ", ", set the offsets that 'audit' names, and only then start them again") : ("", "");
        return string.Create(CultureInfo.InvariantCulture,
            $"A transaction hangs in {partition} since offset {stable}: {end - stable} offsets from there on cannot be read. See whose it is with: {tool} describe-producers {where}. Where its producer is gone, {before}end it with: {tool} abort {where} --start-offset {stable}{after}");
    }

    async Task<Dictionary<TopicPartition, (long Stable, long End)>> LookAsync()
    {
        var open = new Dictionary<TopicPartition, (long, long)>();
        foreach (var topic in TopicNames.All.Append(KafkaTopics.Positions)) await LookAsync(topic, (_, _) => true, open).ConfigureAwait(false);
        try
        {
            // A group whose offsets are part of such a transaction cannot read them.
            await LookAsync(GroupOffsets, (number, partitions) => Groups.Any(group => PartitionOf(group, partitions) == number), open).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is EventLogException or UnrecoverableException) { } // not every user may look at the brokers' own topic
        return open;
    }

    async Task LookAsync(string topic, Func<int, int, bool> isOurs, Dictionary<TopicPartition, (long Stable, long End)> open)
    {
        var stable = await topics.OffsetsAsync(topic).ConfigureAwait(false);
        var ends = await topics.HighWatermarksAsync(topic).ConfigureAwait(false);
        foreach (var (partition, _, lastStable) in stable)
            if (isOurs(partition.Partition, ends.Length) && ends[partition.Partition] > lastStable) open[partition] = (lastStable, ends[partition.Partition]);
    }
}
