namespace StockNow.Tests.Issues;

/// <summary>F14, D6 and P03: what stands in files beside readings.</summary>
sealed class F14_MarksAndBlankLinesTests : ReplayIssue
{
    [TestCase("r.ndjson")]
    [TestCase("r.ndjson.gz")]
    public async Task Byte_order_mark_and_blank_lines_are_passed_over_and_counted(string name)
    {
        var file = Write(name, "\uFEFF" + Reading("a") + "\r\n" + "\r\n \t\n" + Reading("b") + "\r\n\r\n\n");
        using var bench = Replaying(name);
        await bench.RunAsync();
        Values(bench).Should().Equal(Reading("a") + "\r", Reading("b") + "\r");
        bench.Metrics.Received.Should().Be(2);
        bench.ReplaySaid.Messages.Last().Text.Should().Be($"Replayed {file}: 2 lines sent, 0 refused as too long, 4 blank, 0 sent before");
        bench.ReplaySaid.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task Mark_alone_before_a_first_line_that_grows_is_no_line()
    {
        Write("r.ndjson", "\uFEFF");
        using var bench = Replaying("r.ndjson");
        await bench.RunAsync();
        Write("r.ndjson", "\uFEFF" + Reading("a") + "\n");
        await bench.RunAsync();
        Values(bench).Should().Equal(Reading("a"));
    }

    [TestCase("")]
    [TestCase("\n\r\n \n")]
    public async Task File_without_a_line_ends_with_a_sentence(string text)
    {
        var file = Write("r.ndjson", text);
        using var bench = Replaying("r.ndjson");
        await bench.RunAsync();
        bench.ReplaySaid.Warnings.Should()
            .Equal(text.Length == 0 ? $"{file} is empty; there is nothing to send" : $"{file} holds only blank lines; there is nothing to send");
        bench.Lifetime.Fault.Should().BeNull();
    }

    [TestCase("utf-16", "is UTF-16 text")]
    [TestCase("utf-16BE", "is UTF-16 text")]
    public async Task Text_of_another_encoding_is_not_sent_and_the_remedy_is_named(string encoding, string said)
    {
        var other = System.Text.Encoding.GetEncoding(encoding);
        var file = WriteRaw("r.ndjson", [.. other.GetPreamble(), .. other.GetBytes(Lines(Reading("a")))]);
        await ShouldBeRefusedAsync(file, said, "iconv -f UTF-16 -t UTF-8");
    }

    [TestCase("[{}\n,{}]\n", "is one JSON array", "jq -c '.[]'")]
    [TestCase("[\n{},\n{}\n]\n", "is one JSON array", "jq -c '.[]'")]
    [TestCase(" [ {}, {} ]", "is one JSON array", "jq -c '.[]'")]
    [TestCase("{\r\n  \"sensor_id\": 1\r\n}\r\n", "has readings that span several lines", "jq -c .")]
    public async Task Json_that_is_not_one_reading_a_line_is_not_sent_and_the_remedy_is_named(string text, string said, string remedy) =>
        await ShouldBeRefusedAsync(Write("r.ndjson", text), said, remedy);

    [Test]
    public async Task Lines_that_end_in_a_carriage_return_alone_are_not_sent_and_the_remedy_is_named()
    {
        Write("r.ndjson", Reading("a") + "\r" + Reading("b") + "\r");
        using var bench = Replaying("r.ndjson");
        await bench.RunAsync();
        bench.Log.Records.Should().BeEmpty();
        bench.Lifetime.Fault.Should().Contain("lines must end in a newline (LF)").And.Contain("tr '\\r' '\\n'");
    }

    [Test]
    public async Task Header_that_is_an_array_is_a_line_like_others()
    {
        Write("r.ndjson", Lines("""["v1"]""", Reading("a")));
        using var bench = Replaying("r.ndjson");
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(2);
    }

    [Test]
    public async Task Packed_file_without_the_ending_is_unpacked_all_the_same()
    {
        WriteRaw("r.ndjson", Packed(System.Text.Encoding.UTF8.GetBytes(Lines(Reading("a"), Reading("b")))));
        using var bench = Replaying("r.ndjson");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a", "b");
    }

    // gzip ignores zeros after the end, as tapes and block devices leave them; the checksum and the length before them may end in zeros too.
    [Test]
    public async Task Zeros_after_the_end_of_a_packed_file_are_ignored()
    {
        foreach (var zeros in (int[])[1, 2, 7, 8, 9, 512, 8192, 70_000])
            foreach (var lines in (int[])[1, 3, 300])
            {
                var text = Lines(Enumerable.Range(0, lines).Select(n => Reading($"{zeros}-{lines}-{n}")));
                Write("r.ndjson.gz", text);
                WriteRaw("r.ndjson.gz", [.. File.ReadAllBytes(Folder["r.ndjson.gz"]), .. new byte[zeros]]);
                using var bench = Replaying("r.ndjson.gz");
                await bench.RunAsync();
                bench.Log.Records.Should().HaveCount(lines);
                bench.Lifetime.Fault.Should().BeNull($"{zeros} zeros are padding");
            }
    }

    [TestCase("hello\n")]
    [TestCase("\0\0\0\0hello")]
    public async Task Something_else_after_the_end_of_a_packed_file_is_named(string rest)
    {
        Write("r.ndjson.gz", Lines(Reading("a")));
        WriteRaw("r.ndjson.gz", [.. File.ReadAllBytes(Folder["r.ndjson.gz"]), .. System.Text.Encoding.ASCII.GetBytes(rest)]);
        using var bench = Replaying("r.ndjson.gz");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a");
        bench.Lifetime.Fault.Should().Contain("cannot be unpacked after line 1: something else follows the end of what is packed.");
    }

    async Task ShouldBeRefusedAsync(string file, string said, string remedy)
    {
        using var bench = Replaying("r.ndjson");
        await bench.RunAsync();
        bench.Log.Records.Should().BeEmpty();
        bench.Lifetime.Fault.Should().StartWith($"Replay: '{file}' {said}").And.Contain(remedy).And.EndWith(" Nothing of it was sent.");
    }
}
