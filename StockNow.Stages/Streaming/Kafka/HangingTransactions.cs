using System.Globalization;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Finds partitions whose last stable offset stands still although records follow: a transaction there was never ended, and readers wait for ever.</summary>
sealed class HangingTransactions(KafkaTopics topics, TimeSpan transactionTimeout, TimeProvider clock)
{
    static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>One sentence a partition. Looks a second time, later than any transaction may last, only where there is something to look at.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken stop)
    {
        var suspects = await LookAsync().ConfigureAwait(false);
        if (suspects.Count == 0) return [];
        await Task.Delay(transactionTimeout + Slack, clock, stop).ConfigureAwait(false);
        var still = await LookAsync().ConfigureAwait(false);
        return [.. suspects.Where(suspect => still.TryGetValue(suspect.Key, out var now) && now.Stable == suspect.Value.Stable).Select(suspect => string.Create(
            CultureInfo.InvariantCulture,
            $"A transaction hangs in {suspect.Key} at offset {suspect.Value.Stable}: {still[suspect.Key].End - suspect.Value.Stable} offsets behind it cannot be read. Find it with: kafka-transactions.sh find-hanging, and abort it."))];
    }

    async Task<Dictionary<TopicPartition, (long Stable, long End)>> LookAsync()
    {
        var open = new Dictionary<TopicPartition, (long, long)>();
        foreach (var topic in TopicNames.All.Append(KafkaTopics.Positions))
        {
            var stable = await topics.OffsetsAsync(topic).ConfigureAwait(false);
            var ends = await topics.HighWatermarksAsync(topic).ConfigureAwait(false);
            foreach (var (partition, _, lastStable) in stable)
                if (ends[partition.Partition] > lastStable) open[partition] = (lastStable, ends[partition.Partition]);
        }
        return open;
    }
}
