using StockNow.Stages.Storage;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Lake;
using StockNow.Tests.Storage;

namespace StockNow.Tests.Issues;

/// <summary>
/// C1, F1, B12: a topic or an event log that was recreated begins at offset 0 again. What it holds is other readings, and the lake keeps both.
/// </summary>
[TestFixture]
sealed class C1_RecreatedTopicTests
{
    const string Cluster = "5L6g3nShT-eMCtK--X86sw";

    StorageHarness _storage = null!;

    [SetUp]
    public void Make()
    {
        _storage = new StorageHarness();
        _storage.Log.Identity = $"{Cluster}.topic-one";
    }

    [TearDown]
    public void Remove() => _storage.Dispose();

    [TestCase($"{Cluster}.topic-two", Description = "the topic was recreated")]
    [TestCase("5L6g3nSh-another-cluster.topic-one", Description = "another cluster whose id begins alike")]
    public async Task Readings_of_a_recreated_topic_are_stored_beside_the_old_ones(string identity)
    {
        await StoreAsync("apples", 40);

        _storage.Log.MakeAnew(identity);
        await StoreAsync("bananas", 30);

        _storage.Query("select product_id, count(*) from $files group by all order by all").Should()
            .BeEquivalentTo([new object[] { "apples", 40L }, ["bananas", 30L]]);
        var report = await _storage.VerifyAsync(deep: true);
        report.Findings.Should().BeEmpty();
        report.Chains.Select(chain => chain.Rows).Order().Should().Equal(30, 40);
        using var published = new PublishedFiles(_storage.Lake);
        (await published.ListAsync(default)).Sum(file => file.Rows).Should().Be(70);
    }

    [Test]
    public async Task Storing_into_a_lake_that_holds_readings_of_another_event_log_is_said()
    {
        await StoreAsync("apples", 40);
        var before = _storage.Log.Identity;
        _storage.Logged.Lines.Should().BeEmpty();

        _storage.Log.MakeAnew("another");
        await StoreAsync("apples", 40);

        _storage.Logged.Lines.Should().ContainSingle().Which.Should().Be(
            $"The lake already holds 40 readings of instocknow-input-0 from another event log ({before}). Readings that are sent again are then in the lake "
            + "twice. "
            + "To start over, move the whole data folder away, not the event log alone");
        await StoreAsync("apples", 1);
        _storage.Logged.Lines.Should().ContainSingle("it is said when the chain begins");
    }

    [Test]
    public async Task Another_file_in_the_place_of_a_new_one_stops_the_stage_is_named_and_stays_as_it_is()
    {
        using var other = new StorageHarness();
        other.Log.Append(0, Readings.Json(Readings.Noon, product: "other"));
        await other.DrainAsync();
        var theirs = (await other.FilesAsync())[0];
        var place = LakeLayout.DataFile(LakeLayout.HourOf(Readings.Noon.ToUnixTimeMilliseconds()), _storage.Log.Identity, TopicNames.Input, 0, 0);
        Directory.CreateDirectory(Path.GetDirectoryName(_storage.PathOf(place))!);
        File.Copy(other.PathOf(theirs), _storage.PathOf(place));

        var storing = () => StoreAsync("apples", 40);

        (await storing.Should().ThrowAsync<UnrecoverableException>()).WithMessage(
            $"'{place}' exists already and is another file: it has * bytes with the SHA-256 *, not * with *, "
            + "and says of itself that it holds offsets 0 to 0 of instocknow-input-0 of event log 0123456789abcdef. So readings of offsets 0 to 39 of "
            + "instocknow-input-0 cannot be stored there. It was left as it is, * Move that file "
            + "out of the lake, keep it, and start again; *");
        (await File.ReadAllBytesAsync(_storage.PathOf(place))).Should().Equal(await File.ReadAllBytesAsync(other.PathOf(theirs)));
        File.Delete(_storage.PathOf(place));
        await _storage.DrainAsync();
        _storage.Stored().Should().HaveCount(40);
        (await _storage.VerifyAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task A_lake_of_the_version_before_continues_with_the_names_that_its_intents_hold()
    {
        await StoreAsync("apples", 20);
        var old = await MakeVersionOneAsync();
        await StoreAsync("apples", 10);

        var intents = await _storage.IntentsAsync();
        intents.Select(intent => (intent.Version, intent.Start, intent.End)).Should().Equal((1, 0, 19), (Intent.CurrentVersion, 20, 29));
        (await _storage.FilesAsync()).Should().HaveCount(2).And.Contain(old);
        (await _storage.VerifyAsync(deep: true)).Findings.Should().BeEmpty();
        using var published = new PublishedFiles(_storage.Lake);
        (await published.ListAsync(default)).Sum(file => file.Rows).Should().Be(30);
    }

    [Test]
    public async Task A_range_that_the_version_before_left_open_is_finished_under_its_names()
    {
        await StoreAsync("apples", 20);
        var old = await MakeVersionOneAsync();
        File.Delete(_storage.PathOf(old));

        await _storage.DrainAsync();

        (await _storage.FilesAsync()).Should().Equal(old);
        (await _storage.VerifyAsync(deep: true)).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task A_foreign_file_under_a_name_of_the_version_before_is_not_taken_for_ours()
    {
        await StoreAsync("apples", 20);
        var old = await MakeVersionOneAsync();
        await using (var file = File.Create(_storage.PathOf(old)))
        {
            var rows = Readings.Rows(Enumerable.Range(0, 7).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));
            await new ParquetReadingFormat()
                .WriteAsync(file, rows, Enumerable.Range(0, 7).ToArray(), new FileOrigin(_storage.Log.Identity, TopicNames.Input, 0, 0, 19), default);
        }

        (await _storage.Invoking(storage => storage.DrainAsync()).Should().ThrowAsync<UnrecoverableException>())
            .WithMessage($"'{old}' * is another file: it holds 7 rows, not 20. So *");
    }

    [Test]
    public void The_name_of_a_file_holds_the_hash_of_the_whole_identity() =>
        LakeLayout.DataFile(0, "cluster.topic", "topic", 3, 42).Should()
        .Be($"stock-data/date=1970-01-01/hour=00/{LogIdentity.HashOf("cluster.topic")}-topic-3-00000000000000000042.parquet");

    async Task StoreAsync(string product, int records)
    {
        _storage.Log.Append(0, Enumerable.Range(0, records).Select(second => Readings.Json(Readings.Noon.AddSeconds(second), product: product)));
        await _storage.DrainAsync();
    }

    // As the first version wrote it: neither sizes nor digests, and a name with the first eight letters of the identity.
    async Task<string> MakeVersionOneAsync()
    {
        var intent = (await _storage.IntentsAsync()).Should().ContainSingle().Subject;
        var file = intent.Files.Should().ContainSingle().Subject;
        var old = file.Path.Replace(LogIdentity.HashOf(intent.Cluster), intent.Cluster[..8], StringComparison.Ordinal);
        File.Delete(_storage.PathOf(file.Path));
        var first = intent with { Version = 1, Checksum = null, Limits = null, MaxReadingBytes = 1_000_000, Files = [new IntentFile(old, file.Rows)] };
        var range = await new RangeReader(_storage.Log, ReadingLimits.Default, null).ReadAsync(first, default);
        await using (var bytes = File.Create(_storage.PathOf(old)))
            await new ParquetReadingFormat().WriteAsync(bytes, range.Rows, Enumerable.Range(0, (int)file.Rows).ToArray(),
                new FileOrigin(intent.Cluster, intent.Topic, 0, intent.Start, intent.End), default);
        await File.WriteAllBytesAsync(
            _storage.PathOf($"{LakeLayout.IntentFolder(intent.Cluster, intent.Topic, 0)}/{LakeLayout.IntentName(0)}"),
            IntentJson.Write(first with { Hash = range.Hash }));
        return old;
    }
}
