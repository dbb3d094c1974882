using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Cache;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>Copies of the lake's files on this machine, where the lake is elsewhere.</summary>
[TestFixture]
public sealed class LakeCacheTests
{
    readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    TempFolder _folder = null!;
    LocalLakeStore _local = null!;
    FaultyLakeStore _remote = null!;
    int _opened;

    [SetUp]
    public void Make()
    {
        _folder = new TempFolder();
        _local = new LocalLakeStore(Path.Combine(_folder.Path, "lake"), TimeProvider.System);
        _opened = 0;
        _remote = new FaultyLakeStore(_local) { IsRemote = true, BeforeCall = _ => { Interlocked.Increment(ref _opened); return Task.CompletedTask; } };
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task A_lake_in_a_local_folder_is_read_where_it_is()
    {
        var file = await PublishAsync("a", "text");

        (await Cache(_local).PathsAsync([file], default)).Should().Equal(_local.PathOf(file.Key));

        Directory.Exists(LakeCache.FolderIn(_folder.Path)).Should().BeFalse();
    }

    [Test]
    public async Task Each_file_is_fetched_once_also_by_another_process()
    {
        DataFile[] files = [await PublishAsync("a", "first"), await PublishAsync("b", "second")];

        var paths = await Cache(_remote).PathsAsync(files, default);
        var again = await Cache(_remote).PathsAsync([files[1], files[0]], default);

        paths.Select(File.ReadAllText).Should().Equal("first", "second");
        again.Should().Equal(paths[1], paths[0]);
        _opened.Should().Be(2);
    }

    [Test]
    public async Task A_copy_that_is_short_is_fetched_again()
    {
        var file = await PublishAsync("a", "whole");
        var path = (await Cache(_remote).PathsAsync([file], default))[0];
        File.WriteAllText(path, "wh");

        (await Cache(_remote).PathsAsync([file], default)).Should().Equal(path);

        File.ReadAllText(path).Should().Be("whole");
    }

    [Test]
    public async Task Beyond_its_size_the_copies_that_were_not_used_for_the_longest_time_are_removed()
    {
        DataFile[] files = [await PublishAsync("a", "11111"), await PublishAsync("b", "22222"), await PublishAsync("c", "33333")];
        var cache = Cache(_remote, maxSize: 10);
        var paths = new List<string>();
        foreach (var file in files[..2])
        {
            paths.AddRange(await cache.PathsAsync([file], default));
            _time.Advance(TimeSpan.FromHours(1));
        }
        await cache.PathsAsync([files[0]], default); // the second one is older now
        _time.Advance(TimeSpan.FromHours(1));

        await cache.PathsAsync([files[2]], default);

        paths.Select(File.Exists).Should().Equal(true, false);
    }

    [Test]
    public async Task What_is_needed_at_once_stays_although_it_is_too_large_and_that_is_said()
    {
        DataFile[] files = [await PublishAsync("a", "11111"), await PublishAsync("b", "22222")];
        using var log = new LoggedLines();

        var paths = await Cache(_remote, maxSize: 5, log.CreateLogger<LakeCache>()).PathsAsync(files, default);

        paths.Should().OnlyContain(path => File.Exists(path));
        log.Lines.Should().ContainSingle().Which.Should().Contain("more than Lake:Cache:MaxSize (5 B)");
    }

    [Test]
    public async Task A_file_that_is_gone_from_the_lake_leaves_no_copy()
    {
        await FluentActions.Invoking(() => Cache(_remote).PathsAsync([new DataFile("stock-data/none.parquet", 1)], default)).Should()
            .ThrowAsync<LakeException>();

        Directory.EnumerateFiles(LakeCache.FolderIn(_folder.Path)).Should().BeEmpty();
    }

    LakeCache Cache(ILakeStore store, long maxSize = 1000, ILogger<LakeCache>? log = null) => new(
        store, new LakeOptions { Cache = new CacheOptions { MaxSize = new ByteSize(maxSize) } }, new Stages.Base.DataFolder(_folder.Path), _time,
        log ?? NullLogger<LakeCache>.Instance);

    async Task<DataFile> PublishAsync(string name, string text)
    {
        var key = $"stock-data/{name}.parquet";
        await _local.CreateAsync(key, Encoding.UTF8.GetBytes(text), default);
        return new DataFile(key, 1, text.Length, $"digest of {text}");
    }
}
