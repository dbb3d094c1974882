using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Stages.Audit;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>
/// The proof compares values: those of the event log, those that the intents know the digests of, and those that DuckDB decodes from the files.
/// </summary>
[TestFixture]
public sealed class ValuesTests
{
    static readonly string[] Others =
    [
        "'other'", "\"timestamp\" + INTERVAL 1 MILLISECOND", "'other'", "quantity + 1", "threshold + 1", "'other'", "lat + 0.001", "lon + 0.001", "NOT alert",
        "'{\"a\":1}'", "'other'", "partition + 1", "\"offset\" + 1",
    ];

    StorageHarness _storage = null!;

    [SetUp]
    public async Task Store()
    {
        _storage = new StorageHarness(partitions: 1);
        _storage.Log.Append(0, Enumerable.Range(0, 20).Select(number => Readings.Json(Readings.Noon.AddSeconds(number), quantity: number)));
        await _storage.DrainAsync();
    }

    [TearDown]
    public void Remove() => _storage.Dispose();

    [Test]
    public async Task One_changed_value_of_any_column_is_found_and_named([Range(0, 12)] int column)
    {
        var file = (await _storage.IntentsAsync())[0].Files[0].Path;
        var (path, name) = (_storage.PathOf(file), ReadingColumns.All[column]);
        var rewritten = path + ".new";
        DuckDb.Query(".", $"""
            COPY (SELECT * REPLACE (CASE WHEN "offset" = 7 THEN {Others[column]} ELSE "{name}" END AS "{name}") FROM read_parquet('{path}')) TO '{rewritten}' (FORMAT parquet)
            """);
        File.Delete(path);
        File.Move(rewritten, path);

        var findings = (await _storage.VerifyAsync(deep: true)).Findings;

        findings.Should().ContainSingle().Which.Sentence.Should().Contain($"'{file}' of offsets 0 to 19 of instocknow-input-0").And
            .Contain($"it holds other values than were stored, in {name}.");
    }

    [Test]
    public async Task A_log_that_was_filled_again_with_other_readings_of_the_same_length_is_found()
    {
        _storage.Log.Replace(0, 7, Readings.Json(Readings.Noon.AddSeconds(7), quantity: 8));

        (await CompareAsync((await _storage.IntentsAsync())[0])).Should().ContainSingle().Which.Sentence.Should()
            .StartWith("offsets 0 to 19 of instocknow-input-0: the event log holds other records than were stored");
    }

    [Test]
    public async Task A_file_that_was_stored_with_other_values_than_the_log_holds_is_found()
    {
        var intent = (await _storage.IntentsAsync())[0];
        var changed = intent.Files[0] with { Columns = "0000000000000000" + intent.Files[0].Columns![16..] };

        (await CompareAsync(intent with { Files = [changed] })).Should().ContainSingle().Which.Sentence.Should()
            .Be($"'{changed.Path}' of offsets 0 to 19 of instocknow-input-0 was stored with other values than the event log holds, in sensor_id");
    }

    [Test]
    public async Task An_intent_of_the_version_before_is_compared_by_its_own_hash()
    {
        var buffer = new Stages.Storage.RangeReader(_storage.Log, ReadingLimits.Default, null);
        var intent = (await _storage.IntentsAsync())[0] with { Version = 2 };
        var old = intent with { Hash = (await buffer.ReadAsync(intent, default)).Hash };

        (await CompareAsync(old)).Should().BeEmpty();
        (await CompareAsync(old with { Version = 3 })).Should().ContainSingle("the hash of version 3 is another one");
    }

    [Test]
    public void What_DuckDB_decodes_has_the_digests_of_the_rows_that_were_encoded() =>
        Gen.Select(Gen.String[0, 20], Gen.String[0, 300], Gen.Int[0, 1_000_000], Gen.Double[-90, 90], Gen.Bool, Gen.Bool)
            .Select((sensor, extra, quantity, latitude, alert, hasExtra) => (sensor, extra, quantity, latitude, alert, hasExtra))
            .Array[1, 400].Sample(readings =>
            {
                using var folder = new TempFolder();
                var rows = new ReadingRows(Readings.Partition, new RowMemory());
                var offset = 0L;
                foreach (var one in readings)
                {
                    var reading = new ReadingFields
                    {
                        SensorId = Encoding.UTF8.GetBytes(Whole(one.sensor)),
                        ProductId = "GTA6"u8,
                        Store = Encoding.UTF8.GetBytes(Whole(one.extra)),
                        Extra = one.hasExtra ? Encoding.UTF8.GetBytes("{" + Whole(one.extra) + "}") : [],
                        TimestampMs = Readings.Noon.ToUnixTimeMilliseconds() + one.quantity,
                        Quantity = one.quantity,
                        Threshold = -one.quantity,
                        Latitude = one.latitude,
                        Longitude = -one.latitude,
                        Alert = one.alert,
                    };
                    rows.Add(offset += 1 + one.quantity, reading);
                }
                var selection = Enumerable.Range(0, rows.Count).ToArray();
                var origin = new FileOrigin("log", "topic", 0, 0, offset);
                using (var file = File.Create(folder["a.parquet"]))
                    new ParquetReadingFormat().WriteAsync(file, rows, selection, origin, default).GetAwaiter().GetResult();

                return new DuckDbValueReader(new DuckDbOptions()).DigestAsync(folder["a.parquet"], default).GetAwaiter().GetResult()
                    == ColumnDigests.Of(rows, selection);
            }, iter: 40);

    async Task<IEnumerable<LakeFinding>> CompareAsync(Intent intent) =>
        await new ValuesOfLog(_storage.Log, _storage.Log.Identity, ReadingLimits.Default).CompareAsync(intent, default);

    // A text of the wire is valid UTF-8, so it holds no half of a character.
    static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
