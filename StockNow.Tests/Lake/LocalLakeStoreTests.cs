using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

[TestFixture]
public sealed class LocalLakeStoreTests : LakeStoreConformance
{
    TempFolder _folder = null!;

    protected override ILakeStore Open()
    {
        _folder = new TempFolder();
        return OpenAgain();
    }

    protected override ILakeStore OpenAgain() => new LocalLakeStore(_folder.Path, TimeProvider.System);


    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task Staged_files_of_dead_writers_are_swept_after_an_hour_by_the_first_to_write()
    {
        var old = Stage("old");
        var young = Stage("young");
        var now = DateTimeOffset.UtcNow;
        File.SetLastWriteTimeUtc(old, now.UtcDateTime.AddMinutes(-61));

        var lake = new LocalLakeStore(_folder.Path, new FakeTimeProvider(now));
        await lake.GetAsync("a", default);
        File.Exists(old).Should().BeTrue("reading writes nothing");
        await lake.CreateAsync("a", "text"u8.ToArray(), default);

        File.Exists(old).Should().BeFalse();
        File.Exists(young).Should().BeTrue();
    }

    [Test]
    public async Task Putting_leaves_nothing_in_the_staging_folder()
    {
        await Lake.CreateAsync("a/b", "text"u8.ToArray(), default);
        await Lake.CreateAsync("a/b", "text"u8.ToArray(), default);
        await Lake.PublishAsync(Stage("file"), "stock-data/c", default);

        Directory.EnumerateFiles(Path.Combine(_folder.Path, LakeLayout.Staging)).Should().BeEmpty();
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_is_said_with_its_path_and_advice()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");

        var lake = new LocalLakeStore(Path.Combine(_folder.Path, "file", "lake"), TimeProvider.System);
        await lake.Invoking(lake => lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().ThrowAsync<LakeException>()
            .WithMessage($"cannot write {_folder.Path}/file/lake/a: *");
        lake.Invoking(lake => lake.NewStagedFile()).Should().Throw<LakeException>()
            .WithMessage($"cannot make the staging folder {_folder.Path}/file/lake/_stocknow/.staging: *");
    }

    [TestCase(28, "the disk is full; free some space, nothing is lost meanwhile")]
    [TestCase(30, "the file system is read-only; mount it writable or choose another folder in DataFolder")]
    public void A_fault_of_the_disk_comes_with_advice(int error, string advice) =>
        DiskFault.Advice(new IOException("the library's words", error)).Should().Be(advice);

    [Test]
    public void Advice_asks_for_the_right_that_was_refused()
    {
        DiskFault.Advice(new UnauthorizedAccessException(), isRead: true).Should().Be("permission denied; give this user the right to read it");
        DiskFault.Advice(new UnauthorizedAccessException()).Should().Be("permission denied; let this user write there or choose another folder in DataFolder");
    }

    [Test]
    public async Task An_object_that_is_not_there_is_said_without_a_second_full_stop()
    {
        DiskFault.Advice(new IOException("The library's words.")).Should().Be("The library's words");
        await Lake.Invoking(lake => lake.OpenAsync("a", default)).Should().ThrowAsync<LakeException>()
            .WithMessage("cannot open */a: there is no such file, or a link that leads nowhere");
    }
}
