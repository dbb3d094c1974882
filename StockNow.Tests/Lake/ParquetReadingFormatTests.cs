using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

[TestFixture]
public sealed class ParquetReadingFormatTests
{
    static readonly FileOrigin Origin = new("0123456789abcdef", Readings.Partition.Topic, 0, 0, 9);

    readonly ParquetReadingFormat _format = new();
    TempFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task A_file_has_the_tables_columns_and_types()
    {
        await Write(Readings.Rows(Readings.Json(Readings.Noon)));

        DuckDb.Query(_folder.Path, "select column_name, column_type from (describe select * from $files)").Select(row => $"{row[0]} {row[1]}").Should().Equal(
            "sensor_id VARCHAR", "timestamp TIMESTAMP WITH TIME ZONE", "product_id VARCHAR", "quantity INTEGER", "threshold INTEGER", "store VARCHAR",
            "lat DOUBLE", "lon DOUBLE", "alert BOOLEAN", "extra VARCHAR", "topic VARCHAR", "partition INTEGER", "offset BIGINT");
    }

    [Test]
    public async Task Every_value_is_read_back()
    {
        await Write(Readings.Rows(Readings.Json(Readings.Noon.AddMilliseconds(7), "étagère-1", "crème solaire", 2, ""","battery":80""")));

        DuckDb.Query(_folder.Path, "select sensor_id, epoch_ms(timestamp), product_id, quantity, threshold, store, lat, lon, alert, extra, topic, partition, "
            + "\"offset\" from $files")
            .Should().ContainSingle().Which.Should()
            .Equal("étagère-1", Readings.Noon.ToUnixTimeMilliseconds() + 7, "crème solaire", 2, 5, "paris-12", 48.85, 2.34, true,
                """{"battery":80}""", Readings.Partition.Topic, 0, 0L);
    }

    [Test]
    public async Task Extra_is_null_where_a_reading_has_none()
    {
        await Write(Readings.Rows(Readings.Json(Readings.Noon), Readings.Json(Readings.Noon, extra: ""","a":1"""), Readings.Json(Readings.Noon)));

        DuckDb.Query(_folder.Path, "select extra from $files order by \"offset\"").Select(row => (string?)row[0]).Should().Equal([null, """{"a":1}""", null]);
    }

    [TestCase("😀", "ｆｕｌｌ")]
    [TestCase("ｆｕｌｌ", "😀")]
    public async Task No_row_is_lost_where_UTF_16_and_UTF_8_order_text_differently(params string[] products)
    {
        await Write(Readings.Rows(products.Concat(["a", "é"]).Select(product => Readings.Json(Readings.Noon, product, product))));

        foreach (var product in products)
        {
            DuckDb.Count(_folder.Path, $"select count(*) from $files where product_id = '{product}'").Should().Be(1);
            DuckDb.Count(_folder.Path, $"select count(*) from $files where sensor_id = '{product}'").Should().Be(1);
        }
        DuckDb.Count(_folder.Path, "select count(*) from parquet_metadata('" + _folder.Path
            + "/file.parquet') where type = 'BYTE_ARRAY' and stats_max_value is not null").Should().Be(0);
    }

    [Test]
    public async Task A_filter_on_time_finds_all_rows_of_every_row_group()
    {
        const int Rows = ParquetReadingFormat.RowGroupRows + 1000;
        await Write(Readings.Rows(Enumerable.Range(0, Rows).Select(second => Readings.Json(Readings.Noon.AddSeconds(second)))));

        DuckDb.Count(_folder.Path, "select count(distinct row_group_id) from parquet_metadata('" + _folder.Path + "/file.parquet')").Should().Be(2);
        DuckDb.Count(_folder.Path, "select count(*) from $files where timestamp >= '2025-07-05T13:00:00Z'::timestamptz").Should().Be(Rows - 3600);
        DuckDb.Count(_folder.Path, "select count(*) from $files where timestamp < '2025-07-05T13:00:00Z'::timestamptz").Should().Be(3600);
    }

    [Test]
    public async Task Offsets_and_origin_are_read_from_a_file()
    {
        var rows = Readings.Rows(Enumerable.Range(0, 10).Select(hour => Readings.Json(Readings.Noon.AddHours(hour % 2))));
        using var file = new MemoryStream();
        await _format.WriteAsync(file, rows, rows.ByHour()[1].Rows, Origin, default);

        var content = await _format.ReadAsync(file, default);
        content.Offsets.Should().Equal(1, 3, 5, 7, 9);
        content.Origin.Should().Be(Origin);
    }

    [TestCase(0)]
    [TestCase(100)]
    public async Task A_damaged_file_is_refused(int length)
    {
        using var file = new MemoryStream(new byte[length]);

        await _format.Invoking(format => format.ReadAsync(file, default)).Should().ThrowAsync<InvalidDataException>()
            .WithMessage("is no whole Parquet file of readings: *");
    }

    [Test]
    public async Task A_file_that_another_program_wrote_with_nullable_columns_is_refused_in_plain_words()
    {
        var path = Path.Combine(_folder.Path, "rewritten.parquet");
        await Write(Readings.Rows(Readings.Json(Readings.Noon)));
        DuckDb.Query(_folder.Path, $"copy (select * from $files) to '{path}' (format parquet)");

        await using var file = File.OpenRead(path);
        await _format.Invoking(format => format.ReadAsync(file, default)).Should().ThrowAsync<InvalidDataException>()
            .WithMessage("is no whole Parquet file of readings: its column 'offset' may be null or is no INT64, so another program wrote it");
    }

    [Test]
    public async Task A_file_without_offsets_is_refused_in_plain_words()
    {
        var path = Path.Combine(_folder.Path, "other.parquet");
        DuckDb.Query(_folder.Path, $"copy (select 1 as a) to '{path}' (format parquet)");

        await using var file = File.OpenRead(path);
        await _format.Invoking(format => format.ReadAsync(file, default)).Should().ThrowAsync<InvalidDataException>()
            .WithMessage("is no whole Parquet file of readings: it has no column 'offset'");
    }

    async Task Write(ReadingRows rows)
    {
        await using var file = File.Create(Path.Combine(_folder.Path, "file.parquet"));
        await _format.WriteAsync(file, rows, Enumerable.Range(0, rows.Count).ToArray(), Origin, default);
    }
}
