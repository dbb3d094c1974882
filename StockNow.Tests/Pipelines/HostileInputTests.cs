using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Bad lines never stop the pipeline, and none of their bytes is lost.</summary>
sealed class HostileInputTests
{
    const string Good = """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""";

    static readonly byte[][] Hostile =
    [
        Utf8(Good[..60]), Utf8(Good + Good), Utf8(Good.Replace("3", "-3")), Utf8(Good.Replace(":3,", ":99999999999999999999,")),
            Utf8(Good.Replace(":3,", ":\"3\",")),
        Utf8(Good.Replace(":3,", ":3.5,")), Utf8(Good.Replace("\"alert\":true", "\"alert\":\"true\"")), Utf8(Good.Replace(",\"alert\":true", "")),
        Utf8(Good.Replace("48.85", "91")),
        Utf8(Good.Replace("2025-07-05", "2025-02-30")), Utf8(Good.Replace("13:52:00Z", "13:52:00")), Utf8(Good.Replace("}", ",\"quantity\":4}")),
        Utf8("\uFEFF" + Good),
        Utf8(new string('[', 5000)), Utf8("{\"a\":" + new string('{', 300)), Utf8(""), Utf8("   "), Utf8("null"), Utf8("[]"), [0xFF, 0xFE, (byte)'{'],
        [.. Utf8(Good[..30]), 0xC3, 0x28, .. Utf8(Good[30..])], Utf8(Good.Replace("GTA6", "\\ud800")), Utf8("not json at all"), Utf8(Good + "\r\n"[..1] + "x"),
    ];

    [Test]
    public async Task Every_good_line_is_stored_and_every_bad_one_is_a_dead_letter_with_its_bytes_unchanged()
    {
        using var folder = new TempFolder();
        var random = new Random(11);
        var bad = new List<string>();
        var good = 0;
        await using (var file = File.Create(folder["hostile.ndjson"]))
        {
            for (var n = 0; n < 20_000; n++)
            {
                var isBad = n > 0 && random.Next(2) == 0; // the first line says whether it is a file of lines
                var line = isBad ? Hostile[random.Next(Hostile.Length)] : Utf8(Good.Replace("shelf-2", $"shelf-{random.Next(50)}"));
                if (!isBad) good++;
                else if (line.AsSpan().ContainsAnyExcept(" "u8)) bad.Add(Convert.ToHexString(line)); // blank lines of a file are passed over
                file.Write(line);
                file.WriteByte((byte)'\n');
                if (n == 10_000) file.Write([.. Utf8(new string('x', 10_000_000)), (byte)'\n']);
            }
        }

        var run = await HostProcess.RunAsync("--stages=all", "--until-drained", "--output=json", $"--DataFolder={folder["data"]}", "--EventLog:Partitions=3",
            $"--Simulator:Replay:File={folder["hostile.ndjson"]}");

        run.ExitCode.Should().Be(0, run.Err);
        Pipeline.TotalsOf(run).Should().Be((good + bad.Count, good, good, good, bad.Count));
        run.Err.Should().Contain("10002").And.Contain("too long", "the refused line is named and counted");
        await Pipeline.ShouldBeClean(folder["data"]);
        var deadLetters = await DeadLettersAsync(folder["data"]);
        deadLetters.Select(letter => letter.Value).Order().Should().Equal(bad.Order());
        deadLetters.Should().OnlyContain(letter => letter.Reason == "malformed" && letter.Error.Length > 5);
    }

    static async Task<List<(string Value, string Reason, string Error)>> DeadLettersAsync(string dataFolder)
    {
        await using var log = new EmbeddedEventLog(EmbeddedLogFolder.In(dataFolder), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
            NullLogger<EmbeddedEventLog>.Instance);
        var letters = new List<(string, string, string)>();
        foreach (var (partition, start, end) in await log.DescribeAsync(TopicNames.DeadLetters, default))
            await foreach (var batch in log.ScanAsync(partition, start, end, default))
                for (var i = 0; i < batch.Count; i++)
                    letters.Add((Convert.ToHexString(batch[i].Value), Header(batch[i].Headers, HeaderNames.Reason),
                        Header(batch[i].Headers, HeaderNames.Error)));
        return letters;
    }

    static string Header(HeaderView headers, ReadOnlySpan<byte> name) =>
        headers.TryGet(name, out ReadOnlySpan<byte> value) ? Encoding.UTF8.GetString(value) : "";

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
