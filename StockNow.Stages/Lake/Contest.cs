namespace StockNow.Stages.Lake;

/// <summary>What a put-if-absent came to.</summary>
public abstract record ContestOutcome
{
    ContestOutcome() { }

    /// <summary>The object is there with our bytes.</summary>
    public sealed record Won : ContestOutcome;

    /// <summary>Another's object was there first.</summary>
    /// <param name="Content">The winner's bytes.</param>
    public sealed record LostTo(ReadOnlyMemory<byte> Content) : ContestOutcome;

    /// <summary>The answer was lost and nothing is to be seen: our bytes may still arrive.</summary>
    public sealed record Unknown : ContestOutcome;
}

/// <summary>The one place that decides who won: after anything but a plain "created", what lies in the store is the judge.</summary>
public static class Contest
{
    /// <summary>Puts an object where there is none and says who won.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="mine">Its bytes. They must hold something that no other writer has, such as a nonce: equal bytes count as ours.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="LakeException">The store is away; nothing is known.</exception>
    public static async Task<ContestOutcome> EnterAsync(ILakeStore store, string key, ReadOnlyMemory<byte> mine, CancellationToken stop)
    {
        if (await store.CreateAsync(key, mine, stop) == Creation.Created) return new ContestOutcome.Won();
        return await store.GetAsync(key, stop) switch
        {
            null => new ContestOutcome.Unknown(),
            var there when mine.Span.SequenceEqual(there) => new ContestOutcome.Won(),
            var there => new ContestOutcome.LostTo(there),
        };
    }

    /// <summary>Publishes a staged file unless its key is taken. Afterwards the key is visible, whichever writer published it.</summary>
    /// <returns>Whether it is certain that the file is this one. If not, the caller must look at what lies there.</returns>
    /// <exception cref="LakeException">The store is away, or it is not known whether the file arrived.</exception>
    public static async Task<bool> PublishAsync(ILakeStore store, string stagedFile, string key, CancellationToken stop)
    {
        var creation = await store.PublishAsync(stagedFile, key, stop);
        if (creation == Creation.Unsure && await store.LengthAsync(key, stop) is null)
            throw new LakeException($"the lake's answer for '{key}' was lost and the file is not to be seen; storing it is tried again");
        return creation == Creation.Created;
    }
}
