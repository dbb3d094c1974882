using StockNow.Contracts.Lake;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>The chain of intents of one partition. Its head, not the group's offset, says where storing continues.</summary>
/// <param name="lake">The store.</param>
/// <param name="id">The partition.</param>
sealed class IntentChain(ILakeStore lake, ChainId id)
{
    readonly string _folder = LakeLayout.IntentFolder(id.Cluster, id.Partition.Topic, id.Partition.Partition);

    /// <summary>The partition.</summary>
    public ChainId Id { get; } = id;

    /// <summary>The checkpoints of the chain.</summary>
    public Checkpoints Checkpoints { get; } = new(lake, id);

    /// <summary>The key of the chain's first object.</summary>
    public string GenesisKey => $"{_folder}/{Genesis.Name}";

    /// <summary>The key of the intent that begins at an offset.</summary>
    public string KeyOf(long start) => $"{_folder}/{LakeLayout.IntentName(start)}";

    /// <summary>Where the chain begins, or null when nothing was ever stored.</summary>
    /// <exception cref="UnrecoverableException">It is damaged, or gone although there are intents.</exception>
    public async Task<Genesis?> GenesisAsync(CancellationToken stop)
    {
        if (await ReadGenesisAsync(stop) is { } genesis) return genesis;
        if (!await StartsAsync("", stop).AnyAsync(stop)) return null;
        // Intents come after their genesis: a chain that was begun between the two looks has one by now.
        return await ReadGenesisAsync(stop) ?? throw new UnrecoverableException(
            $"The lake's '{GenesisKey}' is missing. It marks the start of the chain. Restore it from a backup of the lake.");
    }

    /// <summary>Begins the chain unless another writer has.</summary>
    /// <returns>The genesis that holds.</returns>
    /// <exception cref="LakeException">The store is away, or it is not known whether the chain was begun.</exception>
    public async Task<Genesis> BeginAsync(Genesis mine, CancellationToken stop) =>
        await PutIfAbsent.PutAsync(lake, GenesisKey, IntentJson.Write(mine), stop) switch
        {
            PutOutcome.Ours => mine,
            PutOutcome.Theirs other => IntentJson.ReadGenesis(other.Content.Span, GenesisKey),
            _ => throw NotKnown(GenesisKey),
        };

    /// <summary>Claims a range.</summary>
    /// <param name="mine">The intent; its start is the offset after the head's end.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The intent that holds at that start: ours, or the winner's.</returns>
    /// <exception cref="LakeException">The store is away, or it is not known who won; nothing may be published on it.</exception>
    public async Task<Intent> ClaimAsync(Intent mine, CancellationToken stop)
    {
        // If a lake is deleted under a running writer, the chain would otherwise have no beginning.
        if (await lake.LengthAsync(GenesisKey, stop) is null)
            throw new LakeException($"The lake's '{GenesisKey}' was removed while readings were being stored. Storing starts again with the objects that are "
                + "there.");
        var key = KeyOf(mine.Start);
        return await PutIfAbsent.PutAsync(lake, key, IntentJson.Write(mine), stop) switch
        {
            PutOutcome.Ours => mine,
            PutOutcome.Theirs other => IntentJson.ReadIntent(other.Content.Span, key, Id, mine.Start),
            _ => throw NotKnown(key),
        };
    }

    /// <summary>The intent that begins at an offset, or null.</summary>
    /// <exception cref="UnrecoverableException">It is damaged.</exception>
    public async Task<Intent?> GetAsync(long start, CancellationToken stop) =>
        await lake.GetAsync(KeyOf(start), stop) is { } json ? IntentJson.ReadIntent(json, KeyOf(start), Id, start) : null;

    /// <summary>The offsets from which there are intents by their names, ascending.</summary>
    /// <param name="after">A name; only those after it are listed.</param>
    public async IAsyncEnumerable<long> StartsAsync(string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var name in lake.ListFromAsync(_folder, after, stop))
            if (LakeLayout.IntentStart(name) is { } start) yield return start;
    }

    /// <summary>The newest intent, or null when there is none.</summary>
    /// <param name="hint">An offset that probably begins an intent near the head, such as the group's; it may be wrong.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Intent?> HeadAsync(long? hint, CancellationToken stop)
    {
        // Any intent is on the chain, so from any intent the walk ends at the head. The group's offset mostly lies just after the head, where no
        // intent begins; then only what lies after the newest checkpoint is listed.
        var intent = hint is { } offset ? await GetAsync(offset, stop) : null;
        intent ??= await NewestAsync(stop);
        while (intent is not null && await GetAsync(intent.End + 1, stop) is { } next) intent = next;
        return intent;
    }

    async Task<Intent?> NewestAsync(CancellationToken stop)
    {
        (long Start, long Next)? last = null;
        foreach (var checkpoint in await Checkpoints.ListAsync(stop)) last = checkpoint;
        if (last is not { } folded) return await LastFromAsync("", stop);
        if (await LastFromAsync(LakeLayout.IntentName(folded.Next - 1), stop) is { } newer) return newer;
        // A checkpoint is only a copy: it counts here as long as its last intent is there.
        var copies = await Checkpoints.FindAsync(folded.Start, folded.Next, damaged: null, stop);
        return (copies is null ? null : await GetAsync(copies.Intents[^1].Start, stop)) ?? await LastFromAsync("", stop);
    }

    async Task<Intent?> LastFromAsync(string after, CancellationToken stop)
    {
        long? newest = null;
        await foreach (var start in StartsAsync(after, stop)) newest = start;
        return newest is { } found ? await GetAsync(found, stop) : null;
    }

    async Task<Genesis?> ReadGenesisAsync(CancellationToken stop) =>
        await lake.GetAsync(GenesisKey, stop) is { } json ? IntentJson.ReadGenesis(json, GenesisKey) : null;

    static LakeException NotKnown(string key) => new($"No reply from the lake for '{key}'; checking which writer succeeded.");
}
