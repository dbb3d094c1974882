using StockNow.Stages.Engines;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Analysis.Cube;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class CubeCounterTests
{
    readonly CubeBench _bench = new();

    [TearDown]
    public void Remove() => _bench.Dispose();

    [Test]
    public async Task A_file_is_counted_once()
    {
        _bench.Publish(Row.AlertOf("ski"));
        await _bench.AskAsync();
        _bench.Publish(Row.AlertOf("ski"));

        (await _bench.AskAsync()).Readings.Should().Be(2);
        (await _bench.AskAsync()).Readings.Should().Be(2);

        _bench.Counted.Should().Be(2);
    }

    [Test]
    public async Task Afresh_every_file_is_counted_again()
    {
        _bench.Publish(Row.AlertOf("ski"));
        await _bench.AskAsync();

        (await _bench.AskAsync(afresh: true)).Readings.Should().Be(1);

        _bench.Counted.Should().Be(2);
    }

    [Test]
    public async Task However_many_files_come_one_by_one_few_segments_stay()
    {
        for (var file = 0; file < 40; file++)
        {
            _bench.Publish(Row.AlertOf($"product {file}"));
            await _bench.AskAsync();
        }

        (await _bench.AskAsync()).StockByProduct.Should().HaveCount(40);
        Directory.GetFiles(_bench.Folder, "*.parquet").Length.Should().BeLessThan(8);
        _bench.Counted.Should().Be(40);
    }

    [Test]
    public async Task Readings_of_a_file_that_is_no_longer_published_do_not_count()
    {
        _bench.Publish(Row.AlertOf("ski"));
        _bench.Publish(Row.AlertOf("pull"));
        await _bench.AskAsync();
        _bench.Files.RemoveAt(0);

        (await _bench.AskAsync()).StockByProduct.Should().ContainSingle().Which.ProductId.Should().Be("pull");

        _bench.Files.Clear();
        (await _bench.AskAsync()).Should().Be(Stages.Engines.Answers.None);
        Directory.GetFiles(_bench.Folder).Should().BeEmpty();
    }

    [Test]
    public async Task A_kill_while_cells_are_written_leaves_no_trace_in_the_answers()
    {
        _bench.Publish(Row.AlertOf("ski"));
        await _bench.AskAsync();
        _bench.Publish(Row.AlertOf("ski"));
        _bench.Counting = () => throw new IOException("killed");
        await FluentActions.Awaiting(() => _bench.AskAsync()).Should().ThrowAsync<IOException>();
        // What a kill may leave: cells without a note, and a note that is not complete.
        await File.WriteAllTextAsync(Path.Combine(_bench.Folder, "ffff.parquet"), "half");
        await File.WriteAllTextAsync(Path.Combine(_bench.Folder, "eeee.json.tmp"), "{");
        _bench.Counting = null;

        (await _bench.AskAsync()).Readings.Should().Be(2);
        Directory.GetFiles(_bench.Folder).Should().NotContain(file => file.Contains("ffff") || file.Contains("eeee"));
    }

    [Test]
    public async Task A_kill_after_a_merge_counts_nothing_twice()
    {
        _bench.Publish(Row.AlertOf("ski"));
        await _bench.AskAsync();
        var before = Directory.GetFiles(_bench.Folder).ToDictionary(file => file, File.ReadAllBytes);
        _bench.Publish(Row.AlertOf("ski"));
        await _bench.AskAsync();
        foreach (var (file, content) in before) await File.WriteAllBytesAsync(file, content); // the replaced segment was not removed yet

        (await _bench.AskAsync()).Readings.Should().Be(2);
    }

    [TestCase(0)]
    [TestCase(50)]
    [TestCase(-1)]
    public async Task Damaged_cells_are_counted_again(int length)
    {
        _bench.Publish(Row.AlertOf("ski"));
        await _bench.AskAsync();
        var cells = Directory.GetFiles(_bench.Folder, "*.parquet").Single();
        var bytes = await File.ReadAllBytesAsync(cells);
        await File.WriteAllBytesAsync(cells, length >= 0 ? bytes[..length] : [.. bytes.Select(_ => (byte)0)]);

        (await _bench.AskAsync()).Readings.Should().Be(1);

        _bench.Counted.Should().Be(2);
    }

    [Test]
    public async Task A_damaged_note_makes_its_files_count_again()
    {
        _bench.Publish(Row.AlertOf("ski"));
        await _bench.AskAsync();
        await File.WriteAllTextAsync(Directory.GetFiles(_bench.Folder, "*.json").Single(), "{}");

        (await _bench.AskAsync()).Readings.Should().Be(1);
    }

    [Test]
    public async Task Where_cells_cannot_be_kept_every_file_is_counted_each_time()
    {
        await File.WriteAllTextAsync(Path.GetDirectoryName(_bench.Folder)!, "a file in the way");
        _bench.Publish(Row.AlertOf("ski"));

        (await _bench.AskAsync()).Readings.Should().Be(1);
        (await _bench.AskAsync()).Readings.Should().Be(1);

        _bench.Counted.Should().Be(2);
        Directory.GetDirectories(Path.GetTempPath(), "stocknow-cube-*").Should().BeEmpty();
    }

    [Test]
    public async Task Two_processes_that_ask_at_once_get_the_same_answers()
    {
        for (var file = 0; file < 5; file++) _bench.Publish(Row.AlertOf("ski"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _bench.AskAsync())));

        answers.Should().OnlyContain(one => one.Readings == 5);
        _bench.Counted.Should().Be(5);
    }

    [Test]
    public async Task Filters_and_time_zones_need_no_new_count()
    {
        _bench.Publish(
            Row.AlertOf("ski", "2025-07-04T22:30:00Z"), Row.AlertOf("pull", "2025-07-04T21:59:59Z"),
            Row.AlertOf("ski", "2025-07-05T21:59:59Z") with { Store = "lyon-1" }, Row.AlertOf("ski", "2025-07-05T22:00:00Z"));

        (await ReadingsOf(new Selection("Europe/Paris", From: new(2025, 7, 5)))).Should().Be(3);
        (await ReadingsOf(new Selection("Europe/Paris", From: new(2025, 7, 5), To: new(2025, 7, 5)))).Should().Be(2);
        (await ReadingsOf(new Selection("UTC", To: new(2025, 7, 4)))).Should().Be(2);
        (await ReadingsOf(new Selection("UTC", Store: "lyon-1"))).Should().Be(1);
        (await ReadingsOf(new Selection("UTC", Product: "pull"))).Should().Be(1);
        (await ReadingsOf(new Selection("UTC", Product: "it's none"))).Should().Be(0);
        _bench.Counted.Should().Be(1);
    }

    async Task<long> ReadingsOf(Selection selection) => (await _bench.AskAsync(selection)).Readings;
}
