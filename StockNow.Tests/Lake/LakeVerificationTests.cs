using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Storage;

namespace StockNow.Tests.Lake;

/// <summary>A whole lake, and what is found when something in it is changed by hand.</summary>
[TestFixture]
public sealed class LakeVerificationTests
{
    StorageHarness _storage = null!;

    [SetUp]
    public async Task StoreThreeRanges()
    {
        _storage = new StorageHarness();
        _storage.Options.MaxRows = 10;
        _storage.Options.CheckpointEvery = 2;
        _storage.Log.Append(0, Enumerable.Range(0, 30).Select(number => Readings.Json(Readings.Noon.AddMinutes(number * 5))));
        await _storage.DrainAsync();
    }

    [TearDown]
    public void Remove() => _storage.Dispose();

    [Test]
    public async Task A_whole_lake_has_no_findings()
    {
        var report = await _storage.VerifyAsync();

        report.Findings.Should().BeEmpty();
        report.Chains.Should().ContainSingle().Which.Should().Match<ChainSummary>(chain =>
            chain.Start == 0 && chain.Next == 30 && chain.Intents == 3 && chain.Records == 30 && chain.Rows == 30 && chain.Files == 5 && chain.OpenFiles == 0);
    }

    [Test]
    public async Task A_missing_file_is_named_and_listed_no_more()
    {
        var file = (await _storage.IntentsAsync())[0].Files[0];
        File.Delete(_storage.Lake.LocationOf(file.Path));

        await AssertFoundAsync(FindingKind.MissingFile, file.Path);
    }

    [Test]
    public async Task A_missing_file_of_the_newest_range_is_open_work_and_not_listed_as_published_until_the_range_is_old()
    {
        var file = (await _storage.IntentsAsync())[^1].Files[0];
        File.Delete(_storage.Lake.LocationOf(file.Path));
        using var published = new PublishedFiles(_storage.Lake, time: _storage.Time);

        var report = await _storage.VerifyAsync();

        report.Findings.Should().BeEmpty();
        report.Chains.Single().OpenFiles.Should().Be(1);
        (await published.ListAsync(default)).Should().HaveCount(4).And.NotContain(one => one.Key == file.Path);
        _storage.Time.Advance(2 * RetryingLakeStore.Budget);
        (await published.ListAsync(default)).Should().HaveCount(5).And.Contain(one => one.Key == file.Path, "by now it must be there");
        await _storage.DrainAsync();
        (await published.ListAsync(default)).Sum(one => one.Rows).Should().Be(30);
        (await _storage.VerifyAsync()).Chains.Single().OpenFiles.Should().Be(0);
    }

    [Test]
    public async Task Published_files_grow_with_the_log()
    {
        using var published = new PublishedFiles(_storage.Lake);
        (await published.ListAsync(default)).Select(file => file.Key).Should().BeEquivalentTo(await _storage.FilesAsync());

        _storage.Log.Append(0, Enumerable.Range(30, 30).Select(number => Readings.Json(Readings.Noon.AddMinutes(number * 5))));
        await _storage.DrainAsync();

        var files = await published.ListAsync(default);
        files.Select(file => file.Key).Should().BeEquivalentTo(await _storage.FilesAsync()).And.OnlyHaveUniqueItems();
        files.Sum(file => file.Rows).Should().Be(60);
    }

    [Test]
    public async Task An_empty_lake_has_no_published_files()
    {
        using var empty = new StorageHarness();
        using var published = new PublishedFiles(empty.Lake);

        (await published.ListAsync(default)).Should().BeEmpty();
    }

    [Test]
    public async Task A_removed_intent_breaks_the_chain_and_its_files_are_named_by_no_intent()
    {
        var intent = (await _storage.IntentsAsync())[1];
        File.Delete(_storage.Lake.LocationOf($"{LakeLayout.IntentFolder(intent.Cluster, intent.Topic, 0)}/{LakeLayout.IntentName(intent.Start)}"));

        var findings = (await _storage.VerifyAsync()).Findings;

        findings.Where(finding => finding.Kind == FindingKind.BrokenChain).Should().ContainSingle().Which.Key.Should().EndWith("/00000000000000000020.json");
        findings.Where(finding => finding.Kind == FindingKind.WrongCheckpoint).Should().ContainSingle().Which.Sentence.Should()
            .Contain("still says what they were");
        findings.Where(finding => finding.Kind == FindingKind.UnnamedFile).Select(finding => finding.Key).Should()
            .Contain(intent.Files.Select(file => file.Path));
    }

    [Test]
    public async Task A_checkpoint_that_says_something_else_than_its_intents_is_found()
    {
        var file = _storage.Lake.LocationOf(Checkpoint);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"malformed\": 0", "\"malformed\": 1", StringComparison.Ordinal));

        await AssertFoundAsync(FindingKind.WrongCheckpoint, Checkpoint);
    }

    [Test]
    public async Task A_damaged_checkpoint_is_found_and_once_it_is_removed_all_is_well()
    {
        await File.WriteAllTextAsync(_storage.Lake.LocationOf(Checkpoint), "{}");

        await AssertFoundAsync(FindingKind.WrongCheckpoint, Checkpoint);

        File.Delete(_storage.Lake.LocationOf(Checkpoint));
        (await _storage.VerifyAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task A_checkpoint_that_is_not_on_the_chain_is_found()
    {
        var stray = Checkpoint.Replace("00000000000000000020.json", "00000000000000000025.json", StringComparison.Ordinal);
        var elsewhere = Checkpoint.Replace("/00000000000000000000-", "/00000000000000000003-", StringComparison.Ordinal);
        foreach (var key in new[] { stray, elsewhere }) File.Copy(_storage.Lake.LocationOf(Checkpoint), _storage.Lake.LocationOf(key));

        (await _storage.VerifyAsync()).Findings.Select(finding => (finding.Kind, finding.Key)).Should()
            .BeEquivalentTo([(FindingKind.WrongCheckpoint, stray), (FindingKind.WrongCheckpoint, elsewhere)]);
    }

    [Test]
    public async Task A_copied_file_is_named_by_no_intent()
    {
        var file = _storage.Lake.LocationOf((await _storage.FilesAsync())[0]);
        File.Copy(file, file.Replace(".parquet", "-copy.parquet", StringComparison.Ordinal));

        await AssertFoundAsync(FindingKind.UnnamedFile, (await _storage.FilesAsync()).Single(key => key.Contains("copy", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_cut_file_is_damaged()
    {
        var key = (await _storage.FilesAsync())[0];
        await using (var file = File.OpenWrite(_storage.Lake.LocationOf(key))) file.SetLength(file.Length - 10);

        await AssertFoundAsync(FindingKind.DamagedFile, key);
    }

    [Test]
    public async Task A_file_in_the_place_of_another_has_foreign_offsets_and_the_wrong_rows()
    {
        var intents = await _storage.IntentsAsync();
        var (to, from) = (intents[0].Files[0], intents[1].Files[^1]);
        File.Copy(_storage.Lake.LocationOf(from.Path), _storage.Lake.LocationOf(to.Path), overwrite: true);

        var finding = (await _storage.VerifyAsync()).Findings.Should().ContainSingle("a file has one line, whatever is wrong with it").Subject;

        (finding.Kind, finding.Key).Should().Be((FindingKind.ForeignFile, to.Path));
        finding.Sentence.Should().Match($"'{to.Path}' of offsets 0 to 9 of * it says of itself that it holds offsets 10 to 19 of * it holds offsets that are "
            + "not of that range: *");
    }

    [Test]
    public async Task A_file_that_repeats_its_neighbours_offsets_is_found()
    {
        var intent = (await _storage.IntentsAsync()).First(intent => intent.Files.Count == 2);
        File.Copy(_storage.Lake.LocationOf(intent.Files[0].Path), _storage.Lake.LocationOf(intent.Files[1].Path), overwrite: true);

        (await _storage.VerifyAsync()).Findings.Should()
            .Contain(finding => finding.Kind == FindingKind.OffsetTwice && finding.Key == intent.Files[1].Path
            && finding.Sentence.Contains("holds offsets that are stored already: "));
    }

    static string Checkpoint => $"{LakeLayout.CheckpointFolder("0123456789abcdef", Readings.Partition.Topic, 0)}/{LakeLayout.CheckpointName(0, 20)}";

    async Task AssertFoundAsync(FindingKind kind, string key) =>
        (await _storage.VerifyAsync()).Findings.Should().ContainSingle().Which.Should()
        .Match<LakeFinding>(finding => finding.Kind == kind && finding.Key == key && finding.Sentence.Contains(key));
}
