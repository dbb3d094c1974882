using System.Text.Json;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Host.Sql;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Tests.Engines;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Sql;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class SqlReaderTests
{
    readonly ParquetFiles _files = new();

    [TearDown]
    public void Remove() => _files.Dispose();

    [Test]
    public async Task Rows_are_csv_and_no_text_is_a_formula()
    {
        var file = _files.Write(Row.AlertOf("=1+1"), Row.AlertOf("say \"hi\", it's"), new Row("2025-07-02T10:00:00Z", "ski", -5, 3, false));

        (await CsvAsync("SELECT product_id, quantity, NULL AS nothing FROM readings ORDER BY quantity, product_id;", [file])).Should().Be(
            "product_id,quantity,nothing\r\nski,-5,\r\n\"'=1+1\",1,\r\n\"say \"\"hi\"\", it's\",1,\r\n");
    }

    [Test]
    public async Task Rows_are_one_json_array()
    {
        using var output = new StringWriter();
        var json = new SqlJson(output);
        await QueryAsync(json, "SELECT product_id, quantity, quantity / 2 AS half, alert, NULL AS nothing FROM readings", [_files.Write(Row.AlertOf("皮靴"))]);
        json.End();

        using var rows = JsonDocument.Parse(output.ToString());
        rows.RootElement[0].GetRawText().Should().Be("""{"product_id":"皮靴","quantity":1,"half":0.5,"alert":true,"nothing":null}""");
    }

    [Test]
    public async Task A_table_keeps_its_first_rows_and_says_how_many_there_are()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new SqlTable(output, 40);
        await QueryAsync(table, "SELECT range AS number, 'shelf' AS name FROM range(1_500)", []);

        table.End().Should().Be("The first 1,000 of 1,500 rows; all of them: --output=csv or --output=json.");
        output.ToString().Should().Contain("│    999 │ shelf │").And.NotContain("1000 │");
    }

    [TestCase("DESCRIBE readings", 13)]
    [TestCase("SUMMARIZE readings", 13)]
    [TestCase("SHOW TABLES", 3)]
    [TestCase("FROM readings -- all of it", 1)]
    [TestCase("WITH low AS (SELECT * FROM alerts) SELECT * FROM low", 1)]
    [TestCase("VALUES (1), (2)", 2)]
    public async Task What_gives_rows_is_a_query(string query, int rows) =>
        (await CsvAsync(query, [_files.Write(Row.AlertOf("ski"))])).Split("\r\n").Should().HaveCount(rows + 2);

    [TestCase("DROP VIEW readings")]
    [TestCase("COPY readings TO 'copy.csv'")]
    [TestCase("CREATE TABLE mine AS SELECT 1")]
    [TestCase("SET enable_external_access = true")]
    [TestCase("SELECT 1) AS part; COPY (SELECT 1) TO 'copy.csv'; SELECT * FROM (SELECT 2")]
    [TestCase("SELECT 1) AS part; SELECT * FROM (SELECT 2")]
    [TestCase("SELECT * FROM read_text('/etc/passwd')")]
    [TestCase("SELECT * FROM read_csv('https://example.org/a.csv')")]
    [TestCase("SELECT nope FROM readings")]
    [TestCase("")]
    public async Task What_would_change_or_read_something_else_is_refused(string query)
    {
        await FluentActions.Awaiting(() => CsvAsync(query, [_files.Write(Row.AlertOf("ski"))])).Should().ThrowAsync<SqlQueryException>();

        File.Exists("copy.csv").Should().BeFalse();
    }

    [Test]
    public async Task A_data_file_cannot_be_written()
    {
        var file = _files.Write(Row.AlertOf("ski"));
        var before = await File.ReadAllBytesAsync(file);

        await FluentActions.Awaiting(() => CsvAsync($"SELECT 1) AS part; COPY (SELECT 1) TO '{file}'; SELECT * FROM (SELECT 2", [file])).Should()
            .ThrowAsync<SqlQueryException>();

        (await File.ReadAllBytesAsync(file)).Should().Equal(before);
    }

    [Test]
    public async Task A_file_that_is_gone_is_named() =>
        (await FluentActions.Awaiting(() => CsvAsync("FROM readings", [_files.Write(Row.AlertOf("ski")), _files.PathOf("gone.parquet")])).Should()
            .ThrowAsync<EngineException>()).WithMessage($"The lake's file {_files.PathOf("gone.parquet")} is missing.*");

    [Test]
    public async Task An_empty_lake_has_its_views() =>
        (await CsvAsync("SELECT (SELECT count(*) FROM readings) AS readings, (SELECT count(*) FROM reports) AS reports", [])).Should()
        .Be("readings,reports\r\n0,0\r\n");

    [Test]
    public async Task Times_are_in_the_time_zone_of_the_analysis() =>
        (await CsvAsync("SELECT \"timestamp\" FROM readings", [_files.Write(Row.AlertOf("ski"))], timeZone: "Europe/Paris")).Should()
        .Be("timestamp\r\n2025-07-02 12:00:00+02\r\n");

    // The rules of the stages, written once more as SQL, must say the same.
    [Test]
    public void Views_follow_the_rules_of_the_stages() => Gen.Select(
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 40], Gen.Int[0, 9], Gen.Bool, Gen.Bool.Select(south => south ? -33.0 : 48.0), Product).Array[1, 30],
        Gen.Enum<AlertRuleKind>(), Gen.Enum<Hemisphere>()).Sample((readings, rule, hemisphere) =>
    {
        var options = new AlertHandlerOptions { Hemisphere = hemisphere };
        var priority = new SeasonalPriority(options);
        var rows = readings.Select(one => new Row($"2025-{one.Item1:D2}-01T00:00:00Z", one.Item6, one.Item2, one.Item3, one.Item4) { Latitude = one.Item5 })
            .ToArray();
        var expected = new List<string>();
        foreach (var (month, quantity, threshold, alert, latitude, product) in readings)
        {
            var fields = new ReadingFields { Quantity = quantity, Threshold = threshold, Alert = alert };
            var missing = RestockCalculation.MissingQuantity(quantity, threshold);
            if (!AlertRule.IsAlert(rule, fields) || missing == 0) continue;
            var season = Seasons.Of(month, priority.IsSouth(latitude));
            var isHigh = priority.IsHigh(season, System.Text.Encoding.UTF8.GetBytes(product));
            expected.Add($"{product},{missing},{(isHigh ? "true" : "false")},{season.Name()}");
        }

        var csv = CsvAsync("SELECT product_id, missing_quantity, high_priority, season FROM reports ORDER BY \"offset\"", [_files.Write(rows)], options, rule)
            .GetAwaiter().GetResult();

        csv.Split("\r\n")[1..^1].Should().Equal(expected);
    }, iter: 20, threads: 1);

    static Gen<string> Product => Gen.Int[0, 4].Select(index => new[] { "ski", "t-shirt", "crème solaire", "pull", "coca" }[index]);

    static async Task<string> CsvAsync(
        string query, IReadOnlyList<string> files, AlertHandlerOptions? options = null, AlertRuleKind rule = AlertRuleKind.Flag, string timeZone = "UTC")
    {
        using var output = new StringWriter();
        await QueryAsync(new SqlCsv(output), query, files, options, rule, timeZone);
        return output.ToString();
    }

    static Task QueryAsync(
        ISqlResult result, string query, IReadOnlyList<string> files, AlertHandlerOptions? options = null, AlertRuleKind rule = AlertRuleKind.Flag,
        string timeZone = "UTC") => new DuckDbSqlReader(new DuckDbOptions()).QueryAsync(
            files, [new ReportsView(options ?? new()), new AlertsView(new AlertFilterOptions { AlertRule = rule })], query, timeZone, result,
            CancellationToken.None);
}
