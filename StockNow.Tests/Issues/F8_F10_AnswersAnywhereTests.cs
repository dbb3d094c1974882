using System.Diagnostics;
using System.Text.Json;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Tests.Engines;
using StockNow.Tests.Support;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Issues;

/// <summary>F8, F10: the answers are the same whatever the language of the machine and whatever letters the path of the lake holds.</summary>
[TestFixture]
sealed class F8_F10_AnswersAnywhereTests
{
    [TestCase("shop?", "shop1")]
    [TestCase("x*", "xy")]
    [TestCase("a**", "ab")]
    [TestCase("[a]b", "ab")]
    [TestCase("g[1-9]x", "g1x")]
    [TestCase("g[!1]x", "g2x")]
    [TestCase("open[", "open")]
    [TestCase("close]", "close")]
    [TestCase("{a,b}", "a")]
    public async Task A_folder_whose_name_looks_like_a_pattern_does_not_stand_for_its_neighbour(string folder, string neighbour)
    {
        using var files = new ParquetFiles();
        var (one, two) = (files.Write(Row.AlertOf("ski")), files.Write(Row.AlertOf("sun cream"), Row.AlertOf("sun cream")));
        var mine = Path.Combine(Directory.CreateDirectory(files.PathOf(folder)).FullName, "file.parquet");
        File.Move(one, mine);
        File.Move(two, Path.Combine(Directory.CreateDirectory(files.PathOf(neighbour)).FullName, "file.parquet"));

        var answers = await files.AnswersOfAsync(new DuckDbEngine(new DuckDbOptions()), [mine], new("UTC"));

        answers.TopProducts.Should().ContainSingle().Which.ProductId.Should().Be("ski");
    }

    [TestCase("fa_IR.UTF-8", "2025-05-20")]
    [TestCase("th_TH.UTF-8", "2024-02-29")]
    [TestCase("ps_AF.UTF-8", "2025-09-22")]
    public async Task The_calendar_of_the_machines_language_is_not_asked(string locale, string date)
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Sets the language as Linux does.");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["readings.ndjson"],
            $$$"""{"sensor_id":"a","timestamp":"{{{date}}}T12:00:00Z","product_id":"ski","quantity":1,"threshold":5,"location":{"store":"s","lat":1,"lon":2},"alert":true}""" + "\n");

        // Only env can give the child a language before its libraries have looked.
        using var run = Process.Start(new ProcessStartInfo("env")
        {
            ArgumentList =
            {
                $"LC_ALL={locale}", "dotnet", Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll"), "--stages=all", "--until-drained", "--output=json",
                $"--DataFolder={folder["data"]}", $"--Simulator:Replay:File={folder["readings.ndjson"]}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();

        run.ExitCode.Should().Be(0, await error);
        using var json = JsonDocument.Parse(await output);
        json.RootElement.GetProperty("readings").GetInt64().Should().Be(1);
    }
}
