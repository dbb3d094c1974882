using System.Globalization;
using System.Runtime.CompilerServices;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

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
    /// <summary>The chains of all event logs, topics and partitions. Only folders are listed: what it costs does not grow with the chains.</summary>
    public static async IAsyncEnumerable<ChainId> FindAsync(ILakeStore lake, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var cluster in lake.ListFoldersAsync(LakeLayout.Log, stop).Where(name => !name.StartsWith('.')))
            await foreach (var topic in lake.ListFoldersAsync($"{LakeLayout.Log}/{cluster}", stop))
                await foreach (var partition in lake.ListFoldersAsync($"{LakeLayout.Log}/{cluster}/{topic}", stop))
                    if (int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                        yield return new ChainId(cluster, new TopicPartition(topic, number));
    }

    /// <summary>The intents from an offset on, one after the other. As each ends after it begins, the walk only goes forward.</summary>
    public static async IAsyncEnumerable<Intent> WalkAsync(IntentChain log, long from, [EnumeratorCancellation] CancellationToken stop)
    {
        for (var start = from; await log.GetAsync(start, stop) is { } intent; start = intent.End + 1) yield return intent;
    }

    /// <summary>The same by checkpoints wherever a sound one begins, so that far fewer objects are read.</summary>
    /// <param name="damaged">Is notified of every checkpoint that is ignored because it is damaged, or null.</param>
    public static async IAsyncEnumerable<Intent> LeapAsync(IntentChain log, long from, Action<string>? damaged, [EnumeratorCancellation] CancellationToken stop)
    {
        var checkpoints = new Dictionary<long, long>();
        foreach (var (start, next) in await log.Checkpoints.ListAsync(stop)) checkpoints[start] = next; // of two, the longer one
        for (var at = from; ;)
        {
            if (checkpoints.Remove(at, out var next) && await log.Checkpoints.FindAsync(at, next, damaged, stop) is { } checkpoint)
            {
                foreach (var copy in checkpoint.Intents) yield return copy;
                at = next;
            }
            else if (await log.GetAsync(at, stop) is { } intent)
            {
                yield return intent;
                at = intent.End + 1;
            }
            else yield break;
        }
    }
}
