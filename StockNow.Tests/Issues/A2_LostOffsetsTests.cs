using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Proof;
using StockNow.Tests.Lake;
using StockNow.Tests.Storage;

namespace StockNow.Tests.Issues;

/// <summary>A2, F4: what the event log lost before it was stored stands in the lake's log for ever, and what somebody removed from the lake is said.</summary>
[TestFixture]
sealed class A2_LostOffsetsTests
{
    StorageHarness _storage = null!;

    [SetUp]
    public async Task StoreTwenty()
    {
        _storage = new StorageHarness();
        _storage.Options.MaxRows = 10;
        await StoreAsync(20);
    }

    [TearDown]
    public void Remove() => _storage.Dispose();

    [Test]
    public async Task Offsets_that_were_removed_before_they_were_stored_are_a_finding_for_ever()
    {
        Send(30);
        _storage.Log.Start = 35;
        await _storage.DrainAsync();
        await AssertRemovedAsync("offsets 20 to 34 of ");

        await StoreAsync(40);

        await AssertRemovedAsync("offsets 20 to 34 of ");
        (await _storage.IntentsAsync()).Select(intent => intent.Removed).Should().Equal(0, 0, 15, 0, 0, 0, 0, 0);
    }

    [Test]
    public async Task A_range_after_a_loss_is_finished_after_a_crash()
    {
        Send(30);
        _storage.Log.Start = 35;
        for (var step = 1; (await _storage.IntentsAsync()).Count < 3; step++)
            await _storage.Invoking(storage => storage.DrainAsync(new FaultyLakeStore(storage.Lake) { Fault = LakeFault.CrashAfter, FaultAt = step })).Should()
                .ThrowAsync<CrashException>();

        await _storage.DrainAsync();

        _storage.Stored().Should().HaveCount(20 + 15);
        await AssertRemovedAsync("offsets 20 to 34 of ");
    }

    [Test]
    public async Task Offsets_that_a_new_lake_can_no_longer_get_are_a_finding_when_they_were_never_stored_anywhere()
    {
        using var other = new StorageHarness();
        other.Log.Append(0, Enumerable.Range(0, 30).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));
        (other.Log.Committed[0], other.Log.Start) = (10, 25);

        await other.DrainAsync();

        (await other.VerifyAsync()).Findings.Should().ContainSingle().Which.Sentence.Should()
            .StartWith("offsets 10 to 24 of instocknow-input-0 of event log 0123456789abcdef were removed from the event log");
    }

    [Test]
    public async Task A_new_lake_that_begins_where_the_event_log_does_is_whole()
    {
        using var other = new StorageHarness();
        other.Log.Append(0, Enumerable.Range(0, 30).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));
        other.Log.Start = 25;

        await other.DrainAsync();

        (await other.VerifyAsync()).Findings.Should().BeEmpty();
        other.Logged.Lines.Should().BeEmpty();
    }

    [TestCase(21L)]
    [TestCase(null, Description = "the group's offsets have expired")]
    public async Task Markers_of_transactions_after_the_last_record_are_no_loss(long? committed)
    {
        _storage.Log.Append(0, "marker"u8.ToArray());
        Send(5);
        (_storage.Log.Start, _storage.Log.Committed[0]) = (21, committed ?? 0);
        if (committed is null) _storage.Log.Committed.Clear();

        await _storage.DrainAsync();

        (await _storage.VerifyAsync()).Findings.Should().BeEmpty();
        _storage.Logged.Lines.Should().BeEmpty();
    }

    [Test]
    public async Task Newest_ranges_that_were_removed_from_the_lake_are_said_and_stored_again()
    {
        await StoreAsync(40);
        foreach (var start in new[] { 20, 30, 40, 50 }) Forget(start);

        await _storage.DrainAsync();

        _storage.Logged.Lines.Should().ContainSingle().Which.Should().StartWith(
            "The lake ends at offset 20 of instocknow-input-0, but offsets up to 60 had been stored: either the newest ranges were removed, or this is "
            + "another lake. ");
        _storage.Stored().Should().HaveCount(60).And.OnlyHaveUniqueItems();
        (await _storage.VerifyAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task Newest_ranges_that_neither_the_lake_nor_the_event_log_holds_are_a_finding()
    {
        await StoreAsync(40);
        foreach (var start in new[] { 20, 30, 40, 50 }) Forget(start);
        _storage.Log.Start = 55;

        await _storage.DrainAsync();

        await AssertRemovedAsync("offsets 20 to 54 of ");
    }

    [Test]
    public async Task A_lake_that_was_removed_is_made_whole_again_and_it_is_said()
    {
        Directory.Delete(_storage.PathOf("stock-data"), recursive: true);
        Directory.Delete(_storage.PathOf("_stocknow"), recursive: true);

        await _storage.DrainAsync();

        _storage.Logged.Lines.Should().ContainSingle().Which.Should()
            .StartWith("The lake holds nothing of instocknow-input-0, but offsets up to 20 had been stored: ");
        _storage.Stored().Should().HaveCount(20);
        (await _storage.VerifyAsync()).Findings.Should().BeEmpty();
    }

    void Send(int records) => _storage.Log.Append(0, Enumerable.Range(0, records).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));

    Task StoreAsync(int records)
    {
        Send(records);
        return _storage.DrainAsync();
    }

    void Forget(long start)
    {
        var folder = _storage.PathOf(LakeLayout.IntentFolder(_storage.Log.Identity, Readings.Partition.Topic, 0));
        File.Delete(Path.Combine(folder, LakeLayout.IntentName(start)));
        foreach (var file in Directory.GetFiles(_storage.PathOf("stock-data"), $"*-{start:D20}.parquet", SearchOption.AllDirectories)) File.Delete(file);
    }

    async Task AssertRemovedAsync(string offsets)
    {
        var finding = (await _storage.VerifyAsync()).Findings.Should().ContainSingle().Subject;
        finding.Kind.Should().Be(FindingKind.RemovedBeforeStored);
        finding.Key.Should().EndWith("/00000000000000000020.json");
        finding.Sentence.Should().StartWith(offsets);
    }
}
