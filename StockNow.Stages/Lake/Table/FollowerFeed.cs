namespace StockNow.Stages.Lake.Table;

/// <summary>Brings published ranges to the followers: every range, in the order of the chain, at least once.</summary>
sealed class FollowerFeed(IReadOnlyList<ITableFollower> followers)
{
    // A follower that is new to an old lake catches up a little with each range.
    const int MostAtOnce = 1_000;

    readonly Dictionary<(ITableFollower, ChainId), long> _next = [];

    /// <summary>Notifies the followers of a range of which all files are published. So are those of all ranges before it.</summary>
    /// <exception cref="Store.LakeException">The store is away; the next call makes up for it.</exception>
    public async Task PublishedAsync(IntentChain chain, Intent range, CancellationToken stop)
    {
        foreach (var follower in followers) await BringAsync(follower, chain, range, stop);
    }

    async Task BringAsync(ITableFollower follower, IntentChain chain, Intent range, CancellationToken stop)
    {
        // The position is kept only after a call that succeeded: otherwise the follower looks it up.
        if (!_next.Remove((follower, chain.Id), out var next)) next = await follower.RestoreAsync(chain.Id, stop) ?? (await chain.GenesisAsync(stop))!.Start;
        for (var taken = 0; taken < MostAtOnce && next <= range.Start; taken++)
        {
            if ((next == range.Start ? range : await chain.GetAsync(next, stop)) is not { } one) break;
            await follower.TakeAsync(chain.Id, one, stop);
            next = one.End + 1;
        }
        _next[(follower, chain.Id)] = next;
    }
}
