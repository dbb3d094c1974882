using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Lake;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>C10, B10, F15: looking into a lake writes nothing, a folder that was removed is made again, and what holds no rows is no fault.</summary>
[TestFixture]
sealed class C10_LookingWritesNothingTests
{
    [Test]
    public async Task A_lake_that_is_only_read_is_not_made()
    {
        using var folder = new TempFolder();
        var lake = new LocalLakeStore(folder["nowhere", "lake"], TimeProvider.System);
        using var published = new PublishedFiles(lake);

        (await published.ListAsync(default)).Should().BeEmpty();
        (await new LakeVerification(lake, new ParquetReadingFormat(), new DuckDbValueReader(new DuckDbOptions()))
            .RunAsync(new LakeProof { Deep = true }, default)).Findings.Should().BeEmpty();

        Directory.Exists(folder["nowhere"]).Should().BeFalse();
    }

    [Test]
    public async Task The_probe_of_a_new_lake_leaves_no_folder()
    {
        using var folder = new TempFolder();

        await LakeProbe.CheckAsync(new LocalLakeStore(folder["nowhere", "lake"], TimeProvider.System), default);

        Directory.Exists(folder["nowhere"]).Should().BeFalse();
    }

    [TestCase("_stocknow/.staging")]
    [TestCase("_stocknow")]
    [TestCase("")]
    public async Task A_folder_that_was_removed_while_storing_is_made_again(string removed)
    {
        using var storage = new StorageHarness();
        storage.Options.MaxRows = 7;
        storage.Log.Append(0, Enumerable.Range(0, 70).Select(second => Readings.Json(Readings.Noon.AddSeconds(second))));
        storage.Log.BeforeRead = read => { if (read == 4) Directory.Delete(storage.PathOf(removed), recursive: true); };

        // The stage begins again when its lake was taken away, as its runner lets it.
        for (var restarts = 0; restarts < 3; restarts++)
        {
            try
            {
                await storage.DrainAsync();
                break;
            }
            catch (LakeException gone)
            {
                gone.Message.Should().Contain("was removed while readings were being stored");
                storage.Log.BeforeRead = _ => { };
            }
        }

        (await storage.IntentsAsync()).Sum(intent => intent.Records).Should().Be(70);
        (await storage.VerifyAsync()).Findings.Where(finding => finding.Kind != FindingKind.UnnamedFile).Should().BeEmpty();
    }

    [TestCase(".DS_Store")]
    [TestCase("date=2025-07-05/_SUCCESS")]
    [TestCase("date=2025-07-05/hour=12/.x.parquet.crc")]
    [TestCase("notes.txt")]
    public async Task A_file_that_holds_no_rows_is_a_note_and_no_finding(string name)
    {
        using var storage = new StorageHarness();
        storage.Log.Append(0, Readings.Json(Readings.Noon));
        await storage.DrainAsync();
        await File.WriteAllTextAsync(storage.PathOf($"stock-data/{name}"), "");

        var report = await storage.VerifyAsync();

        report.Findings.Should().BeEmpty();
        report.Notes.Should().Equal($"'stock-data/{name}' lies in the table and is no Parquet file. It holds no readings, and readers pass it over.");
    }
}
