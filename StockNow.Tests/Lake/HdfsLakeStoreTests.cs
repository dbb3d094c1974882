using Microsoft.Extensions.Time.Testing;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Store;
using StockNow.Tests.Conformance;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>The lake on a real HDFS.</summary>
[TestFixture]
[Category("Hdfs")]
public sealed class HdfsLakeStoreTests : LakeStoreConformance
{
    HdfsFolder _folder = null!;

    // A put takes up to half a second there.
    protected override int Keys => 10;

    protected override ILakeStore Open()
    {
        _folder = new HdfsFolder();
        return OpenAgain();
    }

    protected override ILakeStore OpenAgain() => _folder.Open();

    [TearDown]
    public void Remove() => _folder?.Dispose();

    [Test]
    public async Task Staged_files_of_dead_writers_are_removed_after_a_day_by_the_first_to_write()
    {
        var staged = $"{LakeLayout.Staging}/dead.tmp";
        await Lake.CreateAsync(staged, "half a fi"u8.ToArray(), default);

        await _folder.Open().CreateAsync("a", "text"u8.ToArray(), default);
        var young = await Lake.LengthAsync(staged, default);
        await _folder.Open(time: new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(25))).CreateAsync("b", "text"u8.ToArray(), default);

        young.Should().Be(9, "it may be of a writer that is at work");
        (await Lake.LengthAsync(staged, default)).Should().BeNull();
    }

    [Test]
    public async Task Of_several_NameNodes_the_one_that_replies_is_found()
    {
        var options = _folder.Options();
        options.NameNodes = ["http://127.0.0.1:1", HdfsFolder.NameNode];

        (await _folder.Open(options).CreateAsync("a", "text"u8.ToArray(), default)).Should().Be(Creation.Created);
    }

    [Test]
    public async Task A_DataNode_is_reached_under_the_address_that_the_settings_give_it()
    {
        var options = _folder.Options();
        const string Nowhere = "127.0.0.1:1";
        options.DataNodeHosts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["127.0.0.1"] = Nowhere, ["localhost"] = Nowhere };

        await _folder.Open(options).Invoking(lake => lake.CreateAsync("a", "text"u8.ToArray(), default)).Should().ThrowAsync<LakeException>()
            .WithMessage("cannot write */a on HDFS at *refused*");
    }
}
