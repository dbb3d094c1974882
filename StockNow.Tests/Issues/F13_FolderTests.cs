using CsCheck;
using StockNow.Stages.Simulator.Replaying;

namespace StockNow.Tests.Issues;

sealed class F13_FolderTests : ReplayIssue
{
    [Test]
    public async Task Folder_as_people_have_it_is_sent_once_and_what_is_passed_over_is_named()
    {
        var a = Write("a.ndjson", Lines(Reading("a")));
        Write("a.ndjson.gz", Lines(Reading("a")));
        WriteRaw("._a.ndjson", "\0\u0005\u0016\u0007Mac OS X"u8);
        Write(".hidden.ndjson", Lines(Reading("hidden")));
        Write("b.JSONL", Lines(Reading("b")));
        WriteRaw("c.ndjson.gz", []);
        Write("d.ndjson", Lines(Reading("d")));
        Write("e.jsonl.GZ", Lines(Reading("e")));
        Write("empty.ndjson", "");
        Write("notes.txt", "no reading\n");
        Write("sub/f.ndjson", Lines(Reading("sub")));
        File.CreateSymbolicLink(Folder["link.ndjson"], a);
        File.CreateSymbolicLink(Folder["nothing.ndjson"], Folder["missing"]);
        using var bench = Replaying("");

        await bench.RunAsync();

        Sensors(bench).Should().Equal("a", "b", "d", "e");
        bench.Lifetime.Fault.Should().BeNull();
        bench.ReplaySaid.Messages.Select(message => message.Text).Should()
            .Contain($"5 entries of {Folder.Path} are skipped: ._a.ndjson (hidden), .hidden.ndjson (hidden), notes.txt (another ending), nothing.ndjson (a "
            + "link to nothing), sub (a folder)")
            .And.Contain($"{Folder["c.ndjson.gz"]} is empty; there is nothing to send").And.Contain(
            $"{Folder["empty.ndjson"]} is empty; there is nothing to send")
            .And.Contain($"{Folder["a.ndjson.gz"]} is the same file as a.ndjson: it starts with the content that was sent from there");
    }

    [Test]
    public async Task Damaged_and_cut_files_are_named_the_others_are_sent_and_the_run_fails_at_its_end()
    {
        Write("a.ndjson", Lines(Reading("a")));
        var packed = Packed(System.Text.Encoding.UTF8.GetBytes(Lines(Enumerable.Range(0, 200).Select(n => Reading($"b{n * 7919 % 10007}")))));
        var cut = WriteRaw("b.ndjson.gz", packed.AsSpan(0, packed.Length / 2));
        byte[] wrong = [.. Packed("{}\n"u8)];
        wrong[^8] ^= 1; // of the checksum
        var damaged = WriteRaw("c.ndjson.gz", wrong);
        var plain = WriteRaw("d.ndjson.gz", "{}\n"u8);
        Write("e.ndjson", Lines(Reading("e")));
        using var bench = Replaying("");

        await bench.RunAsync();

        var sent = Sensors(bench).ToList();
        sent.Should().StartWith("a").And.EndWith("e");
        sent.Count(key => key.StartsWith('b')).Should().BeGreaterThan(20);
        Values(bench).Should().ContainSingle(value => value == "{}", "what can be read of a damaged file is sent");
        bench.Lifetime.Fault.Should().StartWith($"Replay: '{cut}' cannot be unpacked after line {sent.Count - 3}: its end is missing. The lines up to there "
            + "are sent. ").And.EndWith(" 2 more fault(s) of the replay are in the log.");
        bench.ReplaySaid.HasSaid($"'{damaged}' cannot be unpacked after line 1: what is packed in it is damaged here. ").Should().BeTrue();
        bench.ReplaySaid.HasSaid($"'{plain}' is not packed with gzip, although its name ends in .gz.").Should().BeTrue();

        WriteRaw("b.ndjson.gz", packed);
        Write("c.ndjson.gz", "{}\n{\"c\":1}\n");
        Write("d.ndjson.gz", "{\"d\":1}\n");
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(200 + 5);
        bench.Lifetime.Fault.Should().BeNull();
    }

    [Test]
    public async Task File_that_must_not_be_read_does_not_keep_the_others_from_being_sent()
    {
        if (Environment.UserName == "root" || OperatingSystem.IsWindows()) Assert.Ignore("here everything may be read");
        var file = Write("a.ndjson", Lines(Reading("a")));
        Write("b.ndjson", Lines(Reading("b")));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.None);
        using var bench = Replaying("");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("b");
        bench.Lifetime.Fault.Should().StartWith($"Replay: '{file}' cannot be read: ");
    }

    [Test]
    public async Task File_whose_name_is_not_UTF_8_is_named_and_the_others_are_sent()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("only Linux has such names");
        using var shell = System.Diagnostics.Process.Start("sh", ["-c", $"printf '{{}}\\n' > '{Folder.Path}/'$(printf 'caf\\351').ndjson"]);
        await shell.WaitForExitAsync();
        Write("z.ndjson", Lines(Reading("z")));
        using var bench = Replaying("");
        await bench.RunAsync();
        using var remove = System.Diagnostics.Process.Start("sh", ["-c", $"rm -f '{Folder.Path}'/caf*"]); // .NET cannot
        await remove.WaitForExitAsync();

        Sensors(bench).Should().Equal("z");
        bench.Lifetime.Fault.Should().Be($"Replay: '{Folder.Path}/caf\uFFFD.ndjson' cannot be opened: its name is not UTF-8. Rename it and start again.");
    }

    [Test]
    public async Task Folder_without_a_file_to_take_is_explained_before_anything_starts()
    {
        Write("notes.txt", "");
        ReplayFiles.FaultOf(Folder.Path).Should().Be($"the folder '{Folder.Path}' holds no .ndjson, .jsonl, .ndjson.gz or .jsonl.gz file");
        ReplayFiles.FaultOf(Folder["notes.txt"]).Should().EndWith("the name must end in .ndjson, .jsonl, .ndjson.gz or .jsonl.gz");
        await Task.CompletedTask;
    }

    [TestCase("2.ndjson", "10.ndjson")]
    [TestCase("a2b3", "a2b12")]
    [TestCase("part-9", "part-10")]
    [TestCase("2025-07-05", "2025-07-06")]
    [TestCase("B", "a")]
    [TestCase("a", "a1")]
    [TestCase("99999999999999999998", "99999999999999999999")]
    public void Numbers_in_names_count_as_numbers(string first, string second)
    {
        NaturalOrder.Instance.Compare(first, second).Should().BeNegative();
        NaturalOrder.Instance.Compare(second, first).Should().BePositive();
    }

    [Test]
    public void Order_of_names_is_an_order() => Gen.Select(Name, Name, Name).Sample((a, b, c) =>
    {
        var order = NaturalOrder.Instance;
        Math.Sign(order.Compare(a, b)).Should().Be(-Math.Sign(order.Compare(b, a)));
        (order.Compare(a, b) == 0).Should().Be(a == b);
        if (order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0) order.Compare(a, c).Should().BeLessThanOrEqualTo(0);
    });

    static readonly Gen<string> Name = Gen.Char["0019ab."].Array[0, 6].Select(letters => new string(letters));
}
