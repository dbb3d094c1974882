using StockNow.Stages.Base;
using StockNow.Tests.Lake;
using StockNow.Tests.Storage;

namespace StockNow.Tests.Issues;

/// <summary>A1: a drained storage stage has stored everything that was sent before the signal, however long a range takes to be stored.</summary>
[TestFixture]
sealed class A1_DrainTests
{
    const int More = 50;

    [Test]
    public async Task Readings_that_come_while_a_range_is_stored_are_stored_before_the_stage_ends()
    {
        using var storage = new StorageHarness();
        using var drain = new CancellationTokenSource();
        storage.Log.Append(0, Readings.Json(Readings.Noon));
        storage.Log.BeforeRead = read => { if (read == 2) storage.Time.Advance(storage.Options.FirstAge); };
        storage.Log.BeforeCommit = () => SendTheRest(storage, drain);

        await storage.RunAsync(new StageSignals(drain.Token, default));

        storage.Stored().Should().HaveCount(1 + More).And.OnlyHaveUniqueItems();
        storage.Log.Committed[0].Should().Be(1 + More);
    }

    [Test]
    public async Task Readings_that_come_at_any_call_of_the_lake_are_stored_before_the_stage_ends()
    {
        for (var step = 1; ; step++)
        {
            using var storage = new StorageHarness();
            using var drain = new CancellationTokenSource();
            storage.Log.Append(0, Readings.Json(Readings.Noon));
            storage.Log.BeforeRead = read => { if (read == 2) storage.Time.Advance(storage.Options.FirstAge); };
            var lake = new FaultyLakeStore(storage.Lake)
            {
                BeforeCall = call =>
                {
                    if (call == step) SendTheRest(storage, drain);
                    return Task.CompletedTask;
                },
            };
            storage.Log.BeforeCommit = () => { if (storage.Log.End(0) == 1 && lake.Calls < step) SendTheRest(storage, drain); };

            await storage.RunAsync(new StageSignals(drain.Token, default), lake);

            storage.Stored().Should().HaveCount(1 + More, "step {0}", step);
            if (lake.Calls < step) break;
        }
    }

    static void SendTheRest(StorageHarness storage, CancellationTokenSource drain)
    {
        if (storage.Log.End(0) > 1) return;
        storage.Log.Append(0, Enumerable.Range(0, More).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));
        drain.Cancel();
    }
}
