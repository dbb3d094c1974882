using System.Globalization;
using System.Runtime.CompilerServices;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Lake.Intents;

/// <summary>One partition of one event log.</summary>
/// <param name="Cluster">The event log's identity.</param>
/// <param name="Partition">The partition.</param>
public readonly record struct ChainId(string Cluster, TopicPartition Partition)
{
    /// <summary><c>topic-partition of log cluster</c>.</summary>
    public override string ToString() => $"{Partition} of event log {Cluster}";
}

/// <summary>Finds the chains of a lake and walks along them.</summary>
static class IntentChains
{
    /// <summary>The chains of all event logs, topics and partitions.</summary>
    public static async IAsyncEnumerable<ChainId> FindAsync(ILakeStore lake, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var key in lake.ListAllAsync(LakeLayout.Log, stop))
            if (key.Split('/') is [_, var cluster, var topic, var partition, Genesis.Name]
                && int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                yield return new ChainId(cluster, new TopicPartition(topic, number));
    }

    /// <summary>The intents from an offset on, one after the other.</summary>
    public static async IAsyncEnumerable<Intent> WalkAsync(IntentLog log, long from, [EnumeratorCancellation] CancellationToken stop)
    {
        for (var start = from; await log.GetAsync(start, stop) is { } intent; start = intent.End + 1) yield return intent;
    }
}
