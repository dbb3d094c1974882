using System.Text;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Store;

namespace StockNow.Tests.Conformance;

/// <summary>What every lake store promises. A store's fixture derives from this and says how to open one.</summary>
public abstract class LakeStoreConformance
{
    const int Racers = 16;

    /// <summary>For how many keys writers race; fewer where a put is slow.</summary>
    protected virtual int Keys => 200;

    /// <summary>An empty lake for one test.</summary>
    protected abstract ILakeStore Open();

    /// <summary>The same lake as another process would open it.</summary>
    protected abstract ILakeStore OpenAgain();

    protected ILakeStore Lake { get; private set; } = null!;

    [SetUp]
    public void OpenLake() => Lake = Open();

    [Test]
    public async Task Put_if_absent_has_one_winner_among_racers_and_losers_see_the_winners_bytes()
    {
        var other = OpenAgain();
        for (var number = 0; number < Keys; number++)
        {
            var key = $"_stocknow/race/{number:D4}.json";
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Run(async () =>
                (Racer: racer, Outcome: await PutIfAbsent.PutAsync(racer % 2 == 0 ? Lake : other, key, BytesOf($"racer {racer}"), default)))));

            var winner = outcomes.Where(one => one.Outcome is PutOutcome.Ours).Should().ContainSingle().Subject.Racer;
            outcomes.Where(one => one.Racer != winner).Should().AllSatisfy(one =>
                TextOf(((PutOutcome.Theirs)one.Outcome).Content.ToArray()).Should().Be($"racer {winner}"));
        }
    }

    [Test]
    public async Task Publishing_has_one_winner_among_racers_and_shows_the_winners_file_whole()
    {
        for (var number = 0; number < 20; number++)
        {
            var key = LakeLayout.DataFile(number, "cluster", "topic", 0, 0);
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Run(async () =>
                await Lake.PublishAsync(Stage(new string((char)('a' + racer), 100_000)), key, default))));

            outcomes.Count(outcome => outcome == Creation.Created).Should().Be(1);
            TextOf(await Lake.GetAsync(key, default)).Distinct().Should().ContainSingle("the file is of one writer only");
            (await Lake.LengthAsync(key, default)).Should().Be(100_000);
        }
    }

    [Test]
    public async Task Publishing_again_is_harmless_and_keeps_the_first_file()
    {
        await Lake.PublishAsync(Stage("first"), "stock-data/a.parquet", default);

        (await Lake.PublishAsync(Stage("second"), "stock-data/a.parquet", default)).Should().Be(Creation.Exists);

        TextOf(await Lake.GetAsync("stock-data/a.parquet", default)).Should().Be("first");
    }

    [Test]
    public async Task Publishing_the_same_staged_file_once_more_is_harmless()
    {
        var staged = Stage("first");
        await Lake.PublishAsync(staged, "stock-data/a.parquet", default);

        (await Lake.PublishAsync(staged, "stock-data/a.parquet", default)).Should().Be(Creation.Exists);
    }

    [Test]
    public async Task An_object_that_was_put_is_read_back()
    {
        (await Lake.CreateAsync("a/b/c.json", BytesOf("text"), default)).Should().Be(Creation.Created);

        TextOf(await Lake.GetAsync("a/b/c.json", default)).Should().Be("text");
        (await Lake.LengthAsync("a/b/c.json", default)).Should().Be(4);
        await using var stream = await Lake.OpenAsync("a/b/c.json", default);
        stream.CanSeek.Should().BeTrue();
        (await new StreamReader(stream).ReadToEndAsync()).Should().Be("text");
    }

    [Test]
    public async Task What_is_absent_is_null()
    {
        (await Lake.GetAsync("no/such/object", default)).Should().BeNull();
        (await Lake.LengthAsync("no/such/object", default)).Should().BeNull();
        await Lake.Invoking(lake => lake.OpenAsync("no/such/object", default)).Should().ThrowAsync<LakeException>();
    }

    [Test]
    public async Task A_folder_is_listed_strictly_after_a_name_in_ordinal_order()
    {
        string[] names = ["a", "B", "Z", "aa", "b", "00000000000000000010.json", "00000000000000000009.json"];
        foreach (var name in names) await Lake.CreateAsync($"folder/{name}", BytesOf(name), default);
        await Lake.CreateAsync("folder/below/deeper", BytesOf("not directly in the folder"), default);

        (await Listed(Lake.ListFromAsync("folder", "", default))).Should().Equal(names.Order(StringComparer.Ordinal));
        (await Listed(Lake.ListFromAsync("folder", "B", default))).Should().Equal("Z", "a", "aa", "b");
        (await Listed(Lake.ListFromAsync("folder", "BB", default))).Should().Equal("Z", "a", "aa", "b");
        (await Listed(Lake.ListFromAsync("folder", "b", default))).Should().BeEmpty();
        (await Listed(Lake.ListFromAsync("no-such-folder", "", default))).Should().BeEmpty();
    }

    [Test]
    public async Task All_keys_below_a_folder_are_listed_at_any_depth()
    {
        string[] keys = ["table/a", "table/b/c", "table/b/d/e", "table/.hidden"];
        foreach (var key in keys) await Lake.CreateAsync(key, BytesOf(key), default);
        await Lake.CreateAsync("tables/other", BytesOf("of another folder"), default);

        (await Listed(Lake.ListAllAsync("table", default))).Should().BeEquivalentTo(keys);
        (await Listed(Lake.ListAllAsync("no-such-folder", default))).Should().BeEmpty();
    }

    [Test]
    public async Task Folders_are_listed_one_level_at_a_time_and_without_what_lies_in_them()
    {
        foreach (var key in new[] { "log/a/1/x.json", "log/a/2/x.json", "log/a/2/deep/y.json", "log/b/1/x.json", "log/file.json", "logs/c/1/x.json" })
            await Lake.CreateAsync(key, BytesOf(key), default);

        (await Listed(Lake.ListFoldersAsync("log", default))).Should().BeEquivalentTo("a", "b");
        (await Listed(Lake.ListFoldersAsync("log/a", default))).Should().BeEquivalentTo("1", "2");
        (await Listed(Lake.ListFoldersAsync("log/a/1", default))).Should().BeEmpty();
        (await Listed(Lake.ListFoldersAsync("no-such-folder", default))).Should().BeEmpty();
        (await Listed(Lake.ListFromAsync("log/a/2", "", default))).Should().Equal("x.json");
    }

    [Test]
    public async Task What_is_not_published_yet_is_in_no_listing()
    {
        Stage("not published");

        (await Listed(Lake.ListAllAsync(LakeLayout.Log, default))).Should().BeEmpty();
        (await Listed(Lake.ListAllAsync(LakeLayout.Table, default))).Should().BeEmpty();
    }

    [TestCase("stock-data/crème solaire/été.parquet")]
    [TestCase("stock-data/date=2025-07-05/hour=13/日本 😀.parquet")]
    public async Task Names_may_hold_any_character(string key)
    {
        await Lake.PublishAsync(Stage("text"), key, default);

        (await Listed(Lake.ListAllAsync(LakeLayout.Table, default))).Should().Equal(key);
        TextOf(await Lake.GetAsync(key, default)).Should().Be("text");
    }

    [TestCase("../outside")]
    [TestCase("a//b")]
    [TestCase("/rooted")]
    public async Task A_key_cannot_lead_out_of_the_lake(string key) =>
        await Lake.Invoking(lake => lake.CreateAsync(key, BytesOf("text"), default)).Should().ThrowAsync<ArgumentException>();

    [Test]
    public async Task The_probe_accepts_the_store() =>
        await FluentActions.Invoking(() => LakeProbe.CheckAsync(Lake, default)).Should().NotThrowAsync();

    [Test]
    public async Task The_probe_leaves_nothing()
    {
        await LakeProbe.CheckAsync(Lake, default);

        (await Listed(Lake.ListFromAsync(LakeLayout.Staging, "", default))).Should().BeEmpty();
    }

    [TestCase("stock-data/a.parquet")]
    [TestCase("_stocknow/log/topic/0/00000000000000000000.json")]
    public async Task What_is_not_in_the_staging_folder_cannot_be_discarded(string key) =>
        await Lake.Invoking(lake => lake.DiscardAsync(key, default)).Should().ThrowAsync<ArgumentException>();

    [Test]
    public async Task A_data_file_can_be_removed_and_nothing_else()
    {
        await Lake.CreateAsync("stock-data/date=2025-07-05/hour=13/a.parquet", BytesOf("text"), default);

        await Lake.RemoveAsync("stock-data/date=2025-07-05/hour=13/a.parquet", default);
        await Lake.RemoveAsync("stock-data/date=2025-07-05/hour=13/a.parquet", default);

        (await Listed(Lake.ListAllAsync(LakeLayout.Table, default))).Should().BeEmpty();
        await Lake.Invoking(lake => lake.RemoveAsync("_stocknow/log/topic/0/00000000000000000000.json", default)).Should().ThrowAsync<ArgumentException>();
    }

    [Test]
    public async Task To_discard_what_is_not_there_is_no_fault() =>
        await Lake.Invoking(lake => lake.DiscardAsync($"{LakeLayout.Staging}/none", default)).Should().NotThrowAsync();

    protected string Stage(string text)
    {
        var staged = Lake.NewStagedFile();
        File.WriteAllText(staged, text);
        return staged;
    }

    static byte[] BytesOf(string text) => Encoding.UTF8.GetBytes(text);

    static string TextOf(byte[]? bytes) => Encoding.UTF8.GetString(bytes!);

    static async Task<List<string>> Listed(IAsyncEnumerable<string> names) => await names.ToListAsync();
}
