using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake;
using StockNow.Stages.Lake.Local;
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
    public void Staged_files_of_dead_writers_are_swept_after_an_hour()
    {
        var old = Stage("old");
        var young = Stage("young");
        var now = DateTimeOffset.UtcNow;
        File.SetLastWriteTimeUtc(old, now.UtcDateTime.AddMinutes(-61));

        _ = new LocalLakeStore(_folder.Path, new FakeTimeProvider(now));

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
    public void A_folder_that_cannot_be_made_is_said_with_its_path_and_advice()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");

        FluentActions.Invoking(() => new LocalLakeStore(Path.Combine(_folder.Path, "file", "lake"), TimeProvider.System))
            .Should().Throw<LakeException>().WithMessage($"cannot make the lake's folder {_folder.Path}/file/lake/*");
    }

    [TestCase(28, "the disk is full; free some space, nothing is lost meanwhile")]
    [TestCase(30, "the file system is read-only; mount it writable or choose another folder in DataFolder")]
    public void A_fault_of_the_disk_comes_with_advice(int error, string advice) => DiskFault.Advice(new IOException("the library's words", error)).Should().Be(advice);
}
