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
        await EnterAsync(store, key, "first", stop);
        if (await EnterAsync(store, key, "second", stop) is not ContestOutcome.LostTo)
            throw Refusal(store, "a second object took the place of the first one");

        key = NewKey();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer =>
            Task.Run(() => EnterAsync(store, key, $"racer {racer}", stop), stop)));
        var winners = outcomes.Count(outcome => outcome is ContestOutcome.Won);
        if (winners != 1) throw Refusal(store, $"{winners} of {Racers} writers were told that one and the same key is theirs");
    }

    static async Task<ContestOutcome> EnterAsync(ILakeStore store, string key, string text, CancellationToken stop) =>
        await Contest.EnterAsync(store, key, Encoding.UTF8.GetBytes(text), stop) is var outcome and not ContestOutcome.Unknown
            ? outcome : throw new LakeException($"the lake's answer for '{key}' was lost; whether it can put-if-absent is not known yet");

    static string NewKey() => $"{LakeLayout.Staging}/probe-{Guid.NewGuid():N}";

    static UnrecoverableException Refusal(ILakeStore store, string what) => new(
        $"The lake ({store.Description}) cannot put an object only where there is none: {what}. Readings could be lost there. Use a local disk or another store.");
}
