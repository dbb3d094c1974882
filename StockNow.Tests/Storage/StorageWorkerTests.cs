using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Tests.Lake;

namespace StockNow.Tests.Storage;

[TestFixture]
public sealed class StorageWorkerTests
{
    StorageHarness _storage = null!;
    CancellationTokenSource _drain = null!, _stop = null!;

    [SetUp]
    public void Make() => (_storage, _drain, _stop) = (new StorageHarness(), new CancellationTokenSource(), new CancellationTokenSource());

    [TearDown]
    public void Remove()
    {
        _storage.Dispose();
        _drain.Dispose();
        _stop.Dispose();
    }

    [Test]
    public async Task A_first_file_is_there_when_the_first_age_is_over()
    {
        _storage.Log.Append(0, Readings.Json(Readings.Noon));
        var seen = new List<int>();
        _storage.Log.BeforeRead = read =>
        {
            seen.Add(_storage.Stored().Count);
            if (read > 1) _storage.Time.Advance(TimeSpan.FromSeconds(2));
            if (read == 6) _stop.Cancel();
        };

        await RunAsync();

        seen.Should().Equal([0, 0, 0, 0, 1, 1], "the fourth read was at 6 s");
    }

    [Test]
    public async Task A_range_closes_with_the_hour_and_a_late_reading_goes_to_its_own_hour()
    {
        _storage.Log.Append(0, Readings.Json(Readings.Noon));
        _storage.Log.BeforeRead = read =>
        {
            if (read != 2) return;
            _storage.Options.FirstAge = TimeSpan.FromSeconds(1);
            _storage.Options.MaxAge = TimeSpan.FromHours(1);
            _storage.Time.Advance(TimeSpan.FromSeconds(4));
            _storage.Log.Append(0, Readings.Json(Readings.Noon.AddHours(-3)), Readings.Json(Readings.Noon.AddHours(1)), Readings.Json(Readings.Noon));
            _drain.Cancel();
        };
        _storage.Options.FirstAge = TimeSpan.FromSeconds(10);

        await RunAsync();

        (await _storage.IntentsAsync()).Select(intent => (intent.Start, intent.End, intent.Files.Count)).Should().Equal((0, 1, 2), (2, 3, 2));
        (await _storage.FilesAsync()).Select(file => Path.GetDirectoryName(file)).Should().Equal(
            "stock-data/date=2025-07-05/hour=09", "stock-data/date=2025-07-05/hour=12", "stock-data/date=2025-07-05/hour=12",
            "stock-data/date=2025-07-05/hour=13");
    }

    [Test]
    public async Task A_stop_stores_what_is_in_hand_and_reads_no_further()
    {
        _storage.Log.Append(0, Enumerable.Range(0, 100).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));
        _storage.Log.BeforeRead = read => { if (read == 3) _stop.Cancel(); };

        await RunAsync();

        _storage.Stored().Should().HaveCount(21, "three batches of seven were read");
        _storage.Log.Committed[0].Should().Be(21);
    }

    [Test]
    public async Task A_stop_while_the_lake_is_away_leaves_all_in_the_event_log()
    {
        _storage.Log.Append(0, Readings.Json(Readings.Noon));
        var away = false;
        var lake = new FaultyLakeStore(_storage.Lake) { BeforeCall = _ => away ? throw new LakeException("away") : Task.CompletedTask };
        _storage.Log.BeforeRead = read =>
        {
            if (read != 2) return;
            away = true;
            _stop.Cancel();
        };

        await RunAsync(lake);
        _storage.Log.BeforeRead = _ => { };

        _storage.Stored().Should().BeEmpty();
        await _storage.DrainAsync();
        _storage.Stored().Should().Equal((0, 0L));
    }

    [Test]
    public async Task A_fault_of_the_lake_is_passed_on_and_nothing_is_stored_while_ending()
    {
        _storage.Log.Append(0, Readings.Json(Readings.Noon));
        _storage.Log.BeforeRead = read => { if (read == 2) throw new LakeException("away"); };

        await _storage.Invoking(_ => RunAsync()).Should().ThrowAsync<LakeException>();

        _storage.Stored().Should().BeEmpty();
    }

    [Test]
    public async Task Memory_over_all_partitions_is_bounded_and_the_largest_range_goes_first()
    {
        using var storage = new StorageHarness(partitions: 2);
        storage.Options.MaxBytes = new ByteSize(5_000);
        storage.Log.Append(0, Enumerable.Range(0, 200).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));
        storage.Log.Append(1, Readings.Json(Readings.Noon));

        await storage.DrainAsync();

        storage.Stored().Should().HaveCount(201).And.OnlyHaveUniqueItems();
        (await storage.IntentsAsync(0)).Should().HaveCountGreaterThan(2).And.AllSatisfy(intent => intent.Records.Should().BeLessThan(100));
        (await storage.IntentsAsync(1)).Should().ContainSingle();
    }

    [Test]
    public async Task A_range_of_malformed_records_only_has_an_intent_and_no_files()
    {
        _storage.Log.Append(0, "{}"u8.ToArray(), "no reading"u8.ToArray());

        await _storage.DrainAsync();

        (await _storage.IntentsAsync()).Should().ContainSingle().Which.Should()
            .Match<StockNow.Stages.Lake.Table.Intent>(intent => intent.Records == 2 && intent.Malformed == 2 && intent.Files.Count == 0);
        (await _storage.FilesAsync()).Should().BeEmpty();
        _storage.Log.Committed[0].Should().Be(2);
    }

    [Test]
    public async Task An_idle_start_makes_no_intent_and_no_file()
    {
        await _storage.DrainAsync();

        (await _storage.IntentsAsync()).Should().BeEmpty();
        (await _storage.FilesAsync()).Should().BeEmpty();
    }

    Task RunAsync(ILakeStore? lake = null)
    {
        var storage = _storage;
        _stop.Token.Register(_drain.Cancel);
        return storage.RunAsync(new StageSignals(_drain.Token, _stop.Token), lake);
    }
}
