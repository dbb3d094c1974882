using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Lake.Table.Followers;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>Checkpoints make reading quick and change nothing else.</summary>
sealed class CheckpointTests
{
    const string Cluster = "0123456789abcdef";
    static readonly ChainId Id = new(Cluster, Readings.Partition);

    // Lengths of ranges; after how many a checkpoint is made; and which checkpoints are lost.
    static readonly Gen<(int[] Lengths, int Every, bool[] Lost)> Histories = Gen.Select(Gen.Int[1, 50].Array[0, 30], Gen.Int[2, 8], Gen.Bool.Array[16]);

    [Test]
    public async Task Whatever_checkpoints_there_are_the_chain_and_its_head_read_the_same() => await Histories.SampleAsync(async history =>
    {
        using var folder = new TempFolder();
        var lake = new LocalLakeStore(folder.Path, TimeProvider.System);
        var chain = await WriteAsync(lake, history.Lengths, history.Every);
        foreach (var ((start, next), isLost) in (await chain.Checkpoints.ListAsync(default)).Zip(history.Lost))
            if (isLost) File.Delete(lake.LocationOf(chain.Checkpoints.KeyOf(start, next)));

        var walked = await IntentChains.WalkAsync(chain, 0, default).ToListAsync();
        var leapt = await IntentChains.LeapAsync(chain, 0, damaged: null, default).ToListAsync();

        walked.Count.Should().Be(history.Lengths.Length);
        leapt.Select(IntentJson.Write).Should().BeEquivalentTo(walked.Select(IntentJson.Write), options => options.WithStrictOrdering());
        foreach (var hint in new long?[] { null, 0, history.Lengths.Sum(), 1_000_000 })
            (await chain.HeadAsync(hint, default))?.Start.Should().Be(walked.Count == 0 ? null : walked[^1].Start);
    }, iter: 40);

    [Test]
    public async Task Damaged_checkpoints_do_not_count_and_the_intents_are_read_instead() => await Histories.SampleAsync(async history =>
    {
        using var folder = new TempFolder();
        var lake = new LocalLakeStore(folder.Path, TimeProvider.System);
        var chain = await WriteAsync(lake, history.Lengths, history.Every);
        var damaged = 0;
        foreach (var ((start, next), isDamaged) in (await chain.Checkpoints.ListAsync(default)).Zip(history.Lost))
        {
            if (!isDamaged) continue;
            var file = lake.LocationOf(chain.Checkpoints.KeyOf(start, next));
            var sound = await File.ReadAllTextAsync(file);
            string[] damages = ["", """{"version":1,"intents":[null]}""", sound.Replace("\"records\": ", "\"records\": 9", StringComparison.Ordinal)];
            await File.WriteAllTextAsync(file, damages[damaged++ % damages.Length]);
        }
        var ignored = new List<string>();

        var leapt = await IntentChains.LeapAsync(chain, 0, ignored.Add, default).ToListAsync();

        leapt.Select(intent => intent.Start).Should().Equal((await IntentChains.WalkAsync(chain, 0, default).ToListAsync()).Select(intent => intent.Start));
        ignored.Count(fault => fault.Contains("is damaged: ", StringComparison.Ordinal)).Should().Be(damaged);
        foreach (var hint in new long?[] { null, 0, history.Lengths.Sum(), 1_000_000 })
            (await chain.HeadAsync(hint, default))?.Start.Should().Be(leapt.Count == 0 ? null : leapt[^1].Start);
    }, iter: 40);

    [Test]
    public async Task Each_intent_is_in_one_checkpoint_but_for_those_that_are_too_few_yet() => await Histories.SampleAsync(async history =>
    {
        using var folder = new TempFolder();
        var chain = await WriteAsync(new LocalLakeStore(folder.Path, TimeProvider.System), history.Lengths, history.Every);

        var ends = await chain.Checkpoints.ListAsync(default);

        ends.Count.Should().Be(history.Lengths.Length / history.Every);
        ends.Select(one => one.Start).Skip(1).Should().Equal(ends.Select(one => one.Next).SkipLast(1), "each begins where the one before ends");
    }, iter: 40);

    [Test]
    public void Of_many_files_fewer_ranges_make_a_checkpoint()
    {
        Checkpoint.IsDue(2, 4_999, every: 3).Should().BeFalse();
        Checkpoint.IsDue(2, 5_000, every: 3).Should().BeTrue();
        Checkpoint.IsDue(3, 0, every: 3).Should().BeTrue();
    }

    [Test]
    public async Task Reading_a_long_chain_takes_few_calls_of_the_store()
    {
        using var folder = new TempFolder();
        var lake = new LocalLakeStore(folder.Path, TimeProvider.System);
        await WriteAsync(lake, [.. Enumerable.Repeat(10, 205)], every: 50);
        var counted = new FaultyLakeStore(lake);
        using var published = new PublishedFiles(counted);

        (await published.ListAsync(default)).Count.Should().Be(205);
        counted.Calls.Should().BeLessThan(205 / 50 + 5 + 10);
        var calls = counted.Calls;
        await new IntentChain(counted, Id).HeadAsync(2050, default);
        (counted.Calls - calls).Should().BeLessThan(5);
    }

    [Test]
    public async Task A_lake_from_before_there_were_checkpoints_gets_them()
    {
        using var folder = new TempFolder();
        var lake = new LocalLakeStore(folder.Path, TimeProvider.System);
        var chain = await WriteAsync(lake, [.. Enumerable.Repeat(1, 2_500)], every: int.MaxValue);
        var feed = FeedOf(lake, every: 100);

        for (var range = 0; range < 3; range++) await NotifyAsync(feed, chain, next: 2_500);

        (await chain.Checkpoints.ListAsync(default)).Count.Should().Be(25);
    }

    [Test]
    public async Task What_is_not_published_yet_is_in_no_checkpoint()
    {
        using var folder = new TempFolder();
        var lake = new LocalLakeStore(folder.Path, TimeProvider.System);
        var chain = await WriteAsync(lake, [5, 5, 5, 5], every: int.MaxValue);

        await NotifyAsync(FeedOf(lake, every: 2), chain, next: 15);

        (await chain.Checkpoints.ListAsync(default)).Should().Equal((0, 10));
    }

    [Test]
    public async Task Two_writers_put_the_same_checkpoints()
    {
        using var folder = new TempFolder();
        var lake = new LocalLakeStore(folder.Path, TimeProvider.System);
        var chain = await WriteAsync(lake, [5, 5, 5, 5], every: int.MaxValue);
        var (one, other) = (FeedOf(lake, every: 2), FeedOf(lake, every: 2));

        await NotifyAsync(other, chain, next: 5);
        await NotifyAsync(one, chain, next: 20);
        await NotifyAsync(other, chain, next: 20);

        (await chain.Checkpoints.ListAsync(default)).Should().Equal((0, 10), (10, 20));
    }

    static FollowerFeed FeedOf(ILakeStore lake, int every) => new([new CheckpointFollower(lake, every)]);

    // All ranges before an offset are published.
    static async Task NotifyAsync(FollowerFeed feed, IntentChain chain, long next) =>
        await feed.PublishedAsync(chain, await IntentChains.WalkAsync(chain, 0, default).LastAsync(intent => intent.End < next), default);

    // Intents that each name one file, all of which are there.
    static async Task<IntentChain> WriteAsync(ILakeStore lake, int[] lengths, int every)
    {
        var chain = new IntentChain(lake, Id);
        await chain.BeginAsync(new Genesis("writer", 0, Readings.Noon), default);
        var feed = FeedOf(lake, every);
        var next = 0L;
        foreach (var length in lengths)
        {
            var path = LakeLayout.DataFile(1, Cluster, "topic", 0, next);
            await chain.ClaimAsync(new Intent
            {
                Writer = "writer", Cluster = Cluster, Topic = Readings.Partition.Topic, Partition = 0, Start = next, End = next
                    + length - 1, Records = length, Malformed = 0,
                Hash = new string('0', 16), PartitionFunction = 1, Limits = ReadingLimits.Default, CreatedAt = Readings.Noon,
                Files = [new IntentFile(path, length, 1, new string('0', 64), new string('0', ColumnDigests.TextLength))],
            }, default);
            await lake.CreateAsync(path, new byte[] { 1 }, default);
            next += length;
            if (every < int.MaxValue) await NotifyAsync(feed, chain, next);
        }
        return chain;
    }
}
