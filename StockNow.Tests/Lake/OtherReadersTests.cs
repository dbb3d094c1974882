using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StockNow.Contracts.Lake;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>Other programs read the files without help: they see every row with its values, and no filter on any column loses a row.</summary>
[TestFixture]
public sealed class OtherReadersTests
{
    static readonly string[] Names = ["GTA6", "ＧＴＡ６", "😀", "\uE000", "é", "Zebra", "zebra", "", new string('x', 300)];

    StorageHarness _storage = null!;

    [SetUp]
    public async Task Store()
    {
        _storage = new StorageHarness();
        _storage.Log.Append(0, Enumerable.Range(0, 90).Select(number => Readings.Json(Readings.Noon.AddMinutes(number * 3), $"shelf-{number % 7}",
            Names[number % Names.Length] is { Length: > 0 } name ? name : "plain", quantity: number % 11,
            extra: number % 3 == 0 ? $$""","battery":{{number}}""" : "")));
        await _storage.DrainAsync();
    }

    [TearDown]
    public void Remove() => _storage.Dispose();

    [Test]
    public void DuckDB_finds_every_row_by_the_value_of_any_of_its_columns()
    {
        foreach (var column in Columns())
        {
            var values = _storage.Query($"SELECT \"{column}\" FROM $files").Select(row => row[0]).Where(value => value is not null).Distinct();
            var found = values.Sum(value => (long)_storage.Query($"SELECT count(*) FROM $files WHERE \"{column}\" = {Literal(value!)}")[0][0]!);
            found.Should().Be((long)_storage.Query($"SELECT count(\"{column}\") FROM $files")[0][0]!, $"a filter on {column} loses no row");
        }
    }

    [Test]
    public async Task Hyparquet_reads_the_same_rows_and_finds_each_by_the_value_of_any_of_its_columns()
    {
        var packages = Environment.GetEnvironmentVariable("STOCKNOW_TEST_HYPARQUET");
        if (string.IsNullOrEmpty(packages))
            Assert.Ignore("STOCKNOW_TEST_HYPARQUET names no folder. Copy StockNow.Tests/Lake/OtherReaders/package.json to a folder, run 'npm "
                + "install' there, and set it to that folder.");

        var read = JsonDocument.Parse(await NodeAsync(packages!, await _storage.FilesAsync())).RootElement;

        var rows = read.GetProperty("rows").EnumerateArray().OrderBy(row => row.GetProperty(ReadingColumns.Offset).GetInt64()).ToList();
        rows.Select(row => (row.GetProperty("offset").GetInt64(), row.GetProperty("sensor_id").GetString(), row.GetProperty("product_id").GetString(),
                row.GetProperty("quantity").GetInt32(), row.GetProperty("timestamp").GetInt64(), row.GetProperty("lat").GetDouble(),
                row.GetProperty("alert").GetBoolean()))
            .Should().Equal(_storage.Query("SELECT \"offset\", sensor_id, product_id, quantity, epoch_ms(timestamp), lat, alert FROM $files ORDER BY 1")
                .Select(row => ((long)row[0]!, (string?)row[1], (string?)row[2], (int)row[3]!, (long)row[4]!, (double)row[5]!, (bool)row[6]!)));
        foreach (var column in read.GetProperty("found").EnumerateObject())
            column.Value.GetInt64().Should().Be(
                (long)_storage.Query($"SELECT count(\"{column.Name}\") FROM $files")[0][0]!, $"a filter on {column.Name} loses no row");
    }

    IEnumerable<string> Columns() => _storage.Query("SELECT column_name FROM (DESCRIBE SELECT * FROM $files)").Select(row => (string)row[0]!);

    static string Literal(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        DateTime time => $"TIMESTAMPTZ '{time:yyyy-MM-dd HH:mm:ss.fff}+00'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    async Task<string> NodeAsync(string packages, IEnumerable<string> files)
    {
        var script = Path.Combine(SharedData.RepositoryRoot, "StockNow.Tests", "Lake", "OtherReaders", "read.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, Path.Combine(packages, "node_modules"), .. files.Select(_storage.PathOf)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        node.ExitCode.Should().Be(0, await errors);
        return await output;
    }
}
