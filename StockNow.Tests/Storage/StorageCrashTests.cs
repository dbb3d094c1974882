using System.Text;
using StockNow.Contracts.Events;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Lake;
using StockNow.Tests.Support;

namespace StockNow.Tests.Storage;

/// <summary>Whatever happens at whatever step, after a restart every reading is stored exactly once.</summary>
[TestFixture]
public sealed class StorageCrashTests
{
    const int Partitions = 2, Records = 24, MalformedEach = 3;

    StorageHarness _storage = null!;

    [SetUp]
    public void Make() => Fill(_storage = new StorageHarness(Partitions));

    [TearDown]
    public void Remove() => _storage.Dispose();

    [Test]
    public async Task Every_reading_is_stored_once_and_every_malformed_one_is_counted()
    {
        await _storage.DrainAsync();

        await AssertExactlyOnceAsync(_storage);
        _storage.Metrics.Received.Should().Be(Partitions * Records);
        _storage.Metrics.Sent.Should().Be(Partitions * (Records - MalformedEach));
        _storage.Metrics.Dropped(DropReason.Malformed).Should().Be(Partitions * MalformedEach);
    }

    [LongRun]
    [TestCase(LakeFault.CrashBefore)]
    [TestCase(LakeFault.CrashAfter)]
    [TestCase(LakeFault.AnswerLost)]
    [TestCase(LakeFault.UnsureAndDone)]
    [TestCase(LakeFault.UnsureAndNotDone)]
    public async Task After_a_fault_at_any_step_and_a_restart_every_offset_is_stored_once(object fault)
    {
        for (var step = 1; ; step++)
        {
            using var storage = new StorageHarness(Partitions);
            Fill(storage);
            var lake = new FaultyLakeStore(storage.Lake) { Fault = (LakeFault)fault, FaultAt = step };
            storage.Log.BeforeCommit = lake.Commit;
            try { await storage.DrainAsync(lake); }
            catch (Exception expected) when (expected is CrashException or LakeException) { }
            storage.Log.BeforeCommit = () => { };

            await storage.DrainAsync();

            await AssertExactlyOnceAsync(storage);
            if (lake.Calls < step) break;
        }
    }

    [LongRun]
    [Test]
    public async Task After_a_crash_at_any_step_two_other_versions_of_the_library_may_finish_the_work()
    {
        for (var step = 1; ; step++)
        {
            using var storage = new StorageHarness(Partitions);
            Fill(storage);
            var first = new FaultyLakeStore(storage.Lake) { Fault = LakeFault.CrashAfter, FaultAt = step };
            var hasCrashed = await CrashesAsync(storage, first);
            storage.Format = new PaddedFormat(3);
            await CrashesAsync(storage, new FaultyLakeStore(storage.Lake) { Fault = LakeFault.CrashAfter, FaultAt = 24 + step % 14 });
            storage.Format = new PaddedFormat(5);

            await storage.DrainAsync();

            await AssertExactlyOnceAsync(storage);
            if (!hasCrashed) break;
        }

        static async Task<bool> CrashesAsync(StorageHarness storage, ILakeStore lake)
        {
            try { await storage.DrainAsync(lake); }
            catch (CrashException) { return true; }
            return false;
        }
    }

    [Test]
    public async Task A_file_that_came_out_with_other_bytes_is_noted_beside_its_intent()
    {
        await CrashWithOpenRangeAsync();
        _storage.Format = new PaddedFormat(3);

        await _storage.DrainAsync();

        var amendments = await new Amendments(_storage.Lake, new ChainId(_storage.Log.Identity, Readings.Partition)).FilesAsync(0, default);
        var files = (await _storage.IntentsAsync())[0].Files;
        amendments.Select(file => (file.Path, file.Rows, file.Bytes)).Should().Equal(files.Select(file => (file.Path, file.Rows, file.Bytes + 3)));
        await AssertExactlyOnceAsync(_storage);
    }

    [Test]
    public async Task Files_that_were_written_aside_for_a_range_that_another_has_claimed_are_discarded()
    {
        var claimed = false;
        var lake = new FaultyLakeStore(_storage.Lake) { BeforeCall = async call =>
            { if (call == 24 && !claimed) { claimed = true; await _storage.DrainAsync(); } } };

        await _storage.DrainAsync(lake);

        claimed.Should().BeTrue();
        Directory.EnumerateFileSystemEntries(_storage.PathOf("_stocknow/.staging")).Should().BeEmpty();
        await AssertExactlyOnceAsync(_storage);
    }

    [Test]
    public async Task Killed_again_and_again_it_gets_there()
    {
        for (var life = 1; life < 200; life++)
        {
            var lake = new FaultyLakeStore(_storage.Lake) { Fault = LakeFault.CrashAfter, FaultAt = 38 + life % 7 };
            _storage.Log.BeforeCommit = lake.Commit;
            try { await _storage.DrainAsync(lake); }
            catch (CrashException) { continue; }
            break;
        }
        await AssertExactlyOnceAsync(_storage);
    }

    [LongRun]
    [Test]
    public async Task A_writer_that_sleeps_at_any_step_while_another_stores_everything_duplicates_nothing()
    {
        for (var step = 1; ; step++)
        {
            using var storage = new StorageHarness(Partitions);
            Fill(storage);
            var slept = false;
            var lake = new FaultyLakeStore(storage.Lake) { BeforeCall = async call => { if (call == step) { slept = true; await storage.DrainAsync(); } } };

            await storage.DrainAsync(lake);

            await AssertExactlyOnceAsync(storage);
            if (!slept) break;
        }
    }

    [Test]
    public async Task A_writer_that_lost_a_shorter_range_keeps_the_rest_and_stores_it()
    {
        var disturbed = false;
        _storage.Log.BeforeRead = read =>
        {
            if (read < 3 || disturbed) return;
            disturbed = true;
            StoreOneShortRange();
        };

        await _storage.DrainAsync();

        (await _storage.IntentsAsync()).Select(intent => (intent.Start, intent.Records)).Should().Equal((0, 4), (4, 10), (14, 10));
        await AssertExactlyOnceAsync(_storage);

        void StoreOneShortRange()
        {
            _storage.Options.MaxRows = 4;
            _storage.Log.BeforeCommit = () => throw new CrashException();
            _storage.Invoking(storage => storage.DrainAsync().GetAwaiter().GetResult()).Should().Throw<CrashException>();
            _storage.Log.BeforeCommit = () => { };
            _storage.Options.MaxRows = 10;
        }
    }

    [Test]
    public async Task A_recovered_file_has_the_rows_it_would_have_had()
    {
        await _storage.DrainAsync();
        var files = await _storage.FilesAsync();
        using var again = new StorageHarness(Partitions);
        Fill(again);
        var lake = new FaultyLakeStore(again.Lake) { Fault = LakeFault.CrashAfter, FaultAt = 29 };
        await again.Invoking(storage => storage.DrainAsync(lake)).Should().ThrowAsync<CrashException>();
        await again.DrainAsync();

        (await again.FilesAsync()).Should().Equal(files);
        const string All = "select * from $files order by partition, \"offset\"";
        again.Query(All).Should().BeEquivalentTo(_storage.Query(All), options => options.WithStrictOrdering());
    }

    [Test]
    public async Task A_claimed_range_that_retention_ate_stops_the_stage_and_names_the_offsets()
    {
        await CrashWithOpenRangeAsync();
        _storage.Log.Start = 5;

        (await _storage.Invoking(storage => storage.DrainAsync()).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage("The range of offsets 0 to 9 of instocknow-input-0 was claimed but 2 of its files are not there, and the event log holds only "
            + "offsets from 5 on: offsets 0 to 4 were removed by retention. *");
    }

    [Test]
    public async Task A_claimed_range_whose_records_have_changed_stops_the_stage()
    {
        await CrashWithOpenRangeAsync();
        _storage.Log.Replace(0, 3, Readings.Json(Readings.Noon, product: "another, longer one"));

        (await _storage.Invoking(storage => storage.DrainAsync()).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage("The range of offsets 0 to 9 of instocknow-input-0 differs from what was claimed: its records had the hash * "
            + "then, and * now. *");
    }

    [Test]
    public async Task A_claimed_range_whose_readings_have_moved_to_another_hour_is_not_completed()
    {
        await CrashWithOpenRangeAsync();
        _storage.Log.Replace(0, 9, Readings.Json(Readings.Noon.AddHours(2).AddMinutes(3)));

        (await _storage.Invoking(storage => storage.DrainAsync()).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage("The range of offsets 0 to 9 of instocknow-input-0 differs from what was claimed: its records had the hash * then, and * now. *");
    }

    [Test]
    public async Task An_event_log_that_ends_before_the_lake_stops_the_stage()
    {
        await _storage.DrainAsync();
        _storage.Log.Truncate(0, 10);

        (await _storage.Invoking(storage => storage.DrainAsync()).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage("The lake holds instocknow-input-0 up to offset 23, but the event log ends at 9: *");
    }

    [Test]
    public async Task The_groups_offset_is_a_hint_only()
    {
        await _storage.DrainAsync();
        foreach (var wrong in new long[] { 0, 5, 10, 999 })
        {
            _storage.Log.Committed[0] = wrong;
            await _storage.DrainAsync();
            _storage.Log.Committed[0].Should().Be(Records);
        }
        await AssertExactlyOnceAsync(_storage);
    }

    // Right after the claim of partition 0's first range, before its files are published.
    async Task CrashWithOpenRangeAsync()
    {
        for (var step = 1; ; step++)
        {
            var lake = new FaultyLakeStore(_storage.Lake) { Fault = LakeFault.CrashAfter, FaultAt = step };
            await _storage.Invoking(storage => storage.DrainAsync(lake)).Should().ThrowAsync<CrashException>();
            if ((await _storage.IntentsAsync()).Count == 1) break;
        }
        (await _storage.FilesAsync()).Should().BeEmpty();
    }

    static void Fill(StorageHarness storage)
    {
        storage.Options.MaxRows = 10;
        storage.Options.CheckpointEvery = 2;
        for (var partition = 0; partition < Partitions; partition++)
            for (var number = 0; number < Records; number++)
                storage.Log.Append(partition, number % 8 == 2
                    ? Encoding.UTF8.GetBytes($"malformed {number}") : Readings.Json(Readings.Noon.AddMinutes(number * 7)));
    }

    static async Task AssertExactlyOnceAsync(StorageHarness storage)
    {
        var expected = Enumerable.Range(0, Partitions)
            .SelectMany(partition => Enumerable.Range(0, Records).Where(number => number % 8 != 2).Select(number => (partition, (long)number)));
        storage.Stored().Order().Should().Equal(expected);
        var report = await storage.VerifyAsync();
        report.Findings.Should().BeEmpty();
        report.Chains.Should().HaveCount(Partitions).And.AllSatisfy(chain =>
            (chain.Start, chain.Next, chain.Records, chain.Malformed, chain.OpenFiles).Should().Be((0, Records, Records, MalformedEach, 0)));
        storage.Log.Committed.Should().HaveCount(Partitions).And.AllSatisfy(committed => committed.Value.Should().Be(Records));
    }
}
