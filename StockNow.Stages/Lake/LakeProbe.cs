using System.Text;
using StockNow.Contracts.Lake;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Lake;

/// <summary>Proves at start that a store can put-if-absent. Without it two writers would silently replace each other's files.</summary>
public static class LakeProbe
{
    const int Racers = 8;

    /// <summary>Puts one key twice, and another from several tasks at once. The small objects lie in the staging folder and are swept with it.</summary>
    /// <exception cref="UnrecoverableException">The store let two writers have one key.</exception>
    /// <exception cref="LakeException">The store is away, full or refuses.</exception>
    public static async Task CheckAsync(ILakeStore store, CancellationToken stop)
    {
        var key = NewKey();
        await Contest.EnterAsync(store, key, "first"u8.ToArray(), stop);
        if (await Contest.EnterAsync(store, key, "second"u8.ToArray(), stop) is not ContestOutcome.LostTo)
            throw Refusal(store, "a second object took the place of the first one");

        key = NewKey();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer =>
            Task.Run(() => Contest.EnterAsync(store, key, Encoding.UTF8.GetBytes($"racer {racer}"), stop), stop)));
        var winners = outcomes.Count(outcome => outcome is ContestOutcome.Won);
        if (winners != 1) throw Refusal(store, $"{winners} of {Racers} writers were told that one and the same key is theirs");
    }

    static string NewKey() => $"{LakeLayout.Staging}/probe-{Guid.NewGuid():N}";

    static UnrecoverableException Refusal(ILakeStore store, string what) => new(
        $"The lake ({store.Description}) cannot put an object only where there is none: {what}. Readings could be lost there. Use a local disk or another store.");
}
