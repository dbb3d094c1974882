using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Lake.Intents;

/// <summary>The chain of intents of one partition. Its head, not the group's offset, says where storing goes on.</summary>
/// <param name="lake">The store.</param>
/// <param name="cluster">The event log's identity.</param>
/// <param name="partition">The partition.</param>
public sealed class IntentLog(ILakeStore lake, string cluster, TopicPartition partition)
{
    readonly string _folder = LakeLayout.IntentFolder(cluster, partition.Topic, partition.Partition);

    /// <summary>The checkpoints of the chain.</summary>
    public CheckpointLog Checkpoints { get; } = new(lake, cluster, partition);

    /// <summary>The key of the intent that begins at an offset.</summary>
    public string KeyOf(long start) => $"{_folder}/{LakeLayout.IntentName(start)}";

    /// <summary>Where the chain begins, or null when nothing was ever stored.</summary>
    public async Task<Genesis?> GenesisAsync(CancellationToken stop) =>
        await lake.GetAsync(GenesisKey, stop) is { } json ? IntentJson.ReadGenesis(json, GenesisKey) : null;

    /// <summary>Begins the chain unless another writer has.</summary>
    /// <returns>The genesis that holds.</returns>
    /// <exception cref="LakeException">The store is away, or it is not known whether the chain was begun.</exception>
    public async Task<Genesis> BeginAsync(Genesis mine, CancellationToken stop) =>
        await Contest.EnterAsync(lake, GenesisKey, IntentJson.Write(mine), stop) switch
        {
            ContestOutcome.Won => mine,
            ContestOutcome.LostTo lost => IntentJson.ReadGenesis(lost.Content.Span, GenesisKey),
            _ => throw NotKnown(GenesisKey),
        };

    /// <summary>Claims a range.</summary>
    /// <param name="mine">The intent; its start is the offset after the head's end.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The intent that holds at that start: ours, or the winner's.</returns>
    /// <exception cref="LakeException">The store is away, or it is not known who won; nothing may be published on it.</exception>
    public async Task<Intent> ClaimAsync(Intent mine, CancellationToken stop)
    {
        var key = KeyOf(mine.Start);
        return await Contest.EnterAsync(lake, key, IntentJson.Write(mine), stop) switch
        {
            ContestOutcome.Won => mine,
            ContestOutcome.LostTo lost => IntentJson.ReadIntent(lost.Content.Span, key),
            _ => throw NotKnown(key),
        };
    }

    /// <summary>The intent that begins at an offset, or null.</summary>
    public async Task<Intent?> GetAsync(long start, CancellationToken stop) =>
        await lake.GetAsync(KeyOf(start), stop) is { } json ? IntentJson.ReadIntent(json, KeyOf(start)) : null;

    /// <summary>The newest intent, or null when there is none.</summary>
    /// <param name="hint">An offset that probably begins an intent near the head, such as the group's; it may be wrong.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Intent?> HeadAsync(long? hint, CancellationToken stop)
    {
        // Any intent is on the chain, so from any intent the walk ends at the head. The group's offset mostly lies just behind the head, where no
        // intent begins; then only what lies behind the newest checkpoint is listed.
        var intent = hint is { } offset ? await GetAsync(offset, stop) : null;
        intent ??= await NewestAsync(stop);
        while (intent is not null && await GetAsync(intent.End + 1, stop) is { } next) intent = next;
        return intent;
    }

    async Task<Intent?> NewestAsync(CancellationToken stop)
    {
        (long Start, long Next)? last = null;
        foreach (var checkpoint in await Checkpoints.ListAsync(stop)) last = checkpoint;
        string? newest = null;
        await foreach (var name in lake.ListFromAsync(_folder, last is { } folded ? LakeLayout.IntentName(folded.Next - 1) : "", stop))
            if (name != Genesis.Name) newest = name;
        if (newest is not null) return IntentJson.ReadIntent(await lake.GetAsync($"{_folder}/{newest}", stop), $"{_folder}/{newest}");
        return last is { } copy ? (await Checkpoints.GetAsync(copy.Start, copy.Next, stop)).Intents[^1] : null;
    }

    string GenesisKey => $"{_folder}/{Genesis.Name}";

    static LakeException NotKnown(string key) => new($"the lake's answer for '{key}' was lost; who won is looked up again");
}
