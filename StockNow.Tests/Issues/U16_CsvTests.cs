using System.Diagnostics;
using System.Globalization;
using StockNow.Host.Answers;
using StockNow.Stages.Engines;
using StockNow.Tests.Answers;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>2.16, D3, embedded C: the answers' CSV is one table that Python and a spreadsheet read, and no name in it is a formula.</summary>
sealed class U16_CsvTests
{
    [TestCase("=1+1", "'=1+1")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'\uFFFD=1")]
    [TestCase("\r=1", "'\uFFFD=1")]
    [TestCase("\n=1", "'\uFFFD=1")]
    [TestCase("'quoted", "''quoted")]
    [TestCase("a=1", "a=1")]
    [TestCase("5-7", "5-7")]
    [TestCase("a\u0000b\u001b[2J", "a\uFFFDb\uFFFD[2J")]
    [TestCase("abc\u202Egpj.exe", "abc\uFFFDgpj.exe")]
    public void Name_is_text_for_a_spreadsheet(string name, string cell) =>
        Cells(CsvAnswers.Render(Documents.Of(Of(name)))).Should().Contain(row => row[0] == "top_products_by_alerts" && row[1] == cell);

    [Test]
    public void Numbers_stay_numbers() =>
        Cells(CsvAnswers.Render(Documents.Of(Stages.Engines.Answers.None with { StockByProduct = [new("p", -5m, 2.25m, 1)] })))
        .Should().Contain(row => row[1] == "p" && row[2] == "average_quantity" && row[3] == "-5");

    [Test]
    public async Task Python_reads_one_rectangular_table()
    {
        using var folder = new TempFolder();
        string[] names = ["=1+1", "say \"hi\", 🎿", "a\r\nb", "semi;colon", "it's", "皮靴", "", "tab\there", "nul\0"];
        await File.WriteAllTextAsync(folder["answers.csv"], CsvAnswers.Render(Documents.Of(
            Stages.Engines.Answers.None with { TopProducts = [.. names.Select((name, index) => new ProductAlerts(name, index, 1, 1))] }, SampleAnswers.Totals,
            "Europe/Paris")));

        var python = StartPython($"""
            import csv, sys
            rows = list(csv.DictReader(open(r'{folder["answers.csv"]}', newline='', encoding='utf-8'), strict=True))
            assert all(None not in row and None not in row.values() for row in rows), 'not rectangular'
            assert list(rows[0]) == ['question', 'key', 'metric', 'value', 'time_zone', 'store'], rows[0]
            counts = [float(row['value']) for row in rows if row['question'] == 'top_products_by_alerts' and row['metric'] == 'alerts']
            print(sum(counts))
            print(len(counts))
            """);
        if (python is null) Assert.Ignore("There is no python3 here, so nobody else reads the CSV.");
        var (output, error) = (await python.StandardOutput.ReadToEndAsync(), await python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync();

        python.ExitCode.Should().Be(0, error);
        output.Split('\n')[..2].Should().Equal(names.Select((_, index) => index).Sum().ToString("0.0", CultureInfo.InvariantCulture), $"{names.Length}");
        python.Dispose();
    }

    static Stages.Engines.Answers Of(string name) => Stages.Engines.Answers.None with { TopProducts = [new ProductAlerts(name, 1, 1, 1)] };

    // No cell of these has a comma or a quote in it, but those that are quoted as a whole.
    static IEnumerable<string[]> Cells(string csv) =>
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',').Select(cell => cell.Trim('"')).ToArray());

    static Process? StartPython(string program)
    {
        try { return Process.Start(new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true }); }
        catch (System.ComponentModel.Win32Exception) { return null; }
    }
}
