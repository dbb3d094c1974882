using System.Text;
using StockNow.Contracts.Lake;
using StockNow.Stages.Base;

namespace StockNow.Stages.Lake.Store;

/// <summary>Proves at start that a store can put-if-absent. Without it two writers would silently replace each other's files.</summary>
public static class LakeProbe
{
    const int Racers = 8;

    /// <summary>Puts one key twice, and another from several tasks at once, in the staging folder; both are removed again.</summary>
    /// <exception cref="UnrecoverableException">The store let two writers have one key.</exception>
    /// <exception cref="LakeException">The store is away, full or refuses.</exception>
    public static async Task CheckAsync(ILakeStore store, CancellationToken stop)
    {
        var (twice, raced) = (NewKey(), NewKey());
        try
        {
            await PutAsync(store, twice, "first", stop);
            if (await PutAsync(store, twice, "second", stop) is not PutOutcome.Theirs)
                throw Refusal(store, "a second object took the place of the first one");

            var outcomes = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer =>
                Task.Run(() => PutAsync(store, raced, $"racer {racer}", stop), stop)));
            var winners = outcomes.Count(outcome => outcome is PutOutcome.Ours);
            if (winners != 1) throw Refusal(store, $"{winners} of {Racers} writers got one and the same key");
        }
        finally
        {
            await DiscardAsync(store, twice, stop);
            await DiscardAsync(store, raced, stop);
        }
    }

    static async Task DiscardAsync(ILakeStore store, string key, CancellationToken stop)
    {
        try { await store.DiscardAsync(key, stop); }
        catch (Exception fault) when (fault is LakeException or OperationCanceledException)
        {
            // What the check itself found matters more; staged files are swept when they are old.
        }
    }

    static async Task<PutOutcome> PutAsync(ILakeStore store, string key, string text, CancellationToken stop) =>
        await PutIfAbsent.PutAsync(store, key, Encoding.UTF8.GetBytes(text), stop) is var outcome and not PutOutcome.Unknown
            ? outcome : throw new LakeException($"No reply from the lake for '{key}'; it is not known yet whether the store supports create-if-absent.");

    static string NewKey() => $"{LakeLayout.Staging}/probe-{Guid.NewGuid():N}";

    static UnrecoverableException Refusal(ILakeStore store, string what) => new(
        $"The lake ({store.Description}) cannot put an object only where there is none: {what}. Readings could be lost there. Use a local disk or another "
        + "store.");
}
