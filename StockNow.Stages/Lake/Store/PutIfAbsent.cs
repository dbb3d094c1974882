namespace StockNow.Stages.Lake.Store;

/// <summary>The result of putting an object where there is none.</summary>
abstract record PutOutcome
{
    PutOutcome() { }

    /// <summary>The object is there with our bytes.</summary>
    public sealed record Ours : PutOutcome;

    /// <summary>Another writer's object was there first.</summary>
    /// <param name="Content">Its bytes.</param>
    public sealed record Theirs(ReadOnlyMemory<byte> Content) : PutOutcome;

    /// <summary>The reply was lost and no object is visible: our bytes may still arrive.</summary>
    public sealed record Unknown : PutOutcome;
}

/// <summary>The one place that decides which writer succeeded. After any reply but a plain "created", the object in the store decides.</summary>
static class PutIfAbsent
{
    /// <summary>Puts an object where there is none and returns whose object is there.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="mine">Its bytes. They must contain a part that no other writer has, such as a nonce: equal bytes count as ours.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away; nothing is known.</exception>
    public static async Task<PutOutcome> PutAsync(ILakeStore store, string key, ReadOnlyMemory<byte> mine, CancellationToken stop)
    {
        if (await store.CreateAsync(key, mine, stop) == Creation.Created) return new PutOutcome.Ours();
        return await store.GetAsync(key, stop) switch
        {
            null => new PutOutcome.Unknown(),
            var there when mine.Span.SequenceEqual(there) => new PutOutcome.Ours(),
            var there => new PutOutcome.Theirs(there),
        };
    }

    /// <summary>Publishes a staged file unless its key exists. Afterwards the key is visible, whichever writer published it.</summary>
    /// <returns>Whether it is certain that the file is this one. If not, the caller must verify the file that is there.</returns>
    /// <exception cref="LakeException">The store is away, or it is not known whether the file arrived.</exception>
    public static async Task<bool> PublishAsync(ILakeStore store, string stagedFile, string key, CancellationToken stop)
    {
        var creation = await store.PublishAsync(stagedFile, key, stop);
        if (creation == Creation.Unsure && await store.LengthAsync(key, stop) is null)
            throw new LakeException($"No reply from the lake for '{key}', and the file does not exist; retrying.");
        return creation == Creation.Created;
    }
}
