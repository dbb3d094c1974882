using StockNow.Stages.Simulator.Replaying;

namespace StockNow.Tests.Issues;

/// <summary>F3, C11, B3 and kafka 5: a replayed file is known by its content, in one input topic.</summary>
sealed class F3_ReplayIdentityTests : ReplayIssue
{
    const string Header = """{"export":"v1"}""";

    static readonly string[] Day1 = [Header, Reading("a"), Reading("b")];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public async Task Another_file_of_the_same_name_and_first_line_is_sent_whole(int readings)
    {
        string[] day2 = [Header, .. Enumerable.Range(0, readings).Select(n => Reading($"c{n}"))];
        Write("day1/export.ndjson", Lines(Day1));
        var second = Write("day2/export.ndjson", Lines(day2));
        using var bench = Replaying("day1/export.ndjson");
        await bench.RunAsync();
        await ReplayAsync(bench, "day2/export.ndjson");
        await ReplayAsync(bench, "day1/export.ndjson");
        await ReplayAsync(bench, "day2/export.ndjson");

        bench.Log.Values.Should().HaveCount(3 + day2.Length);
        Sensors(bench).Where(key => key.Length > 0).Should().Equal(["a", "b", .. Enumerable.Range(0, readings).Select(n => $"c{n}")]);
        bench.ReplaySaid.HasSaid($"{second} has the same first line as export.ndjson, which was replayed before, but is another file: it is sent from its "
            + "beginning").Should().BeTrue();
        bench.Lifetime.Fault.Should().BeNull();
    }

    [Test]
    public async Task Line_changed_in_the_middle_makes_another_file()
    {
        Write("a.ndjson", Lines(Reading("a"), Reading("b"), Reading("c")));
        using var bench = Replaying("a.ndjson");
        await bench.RunAsync();
        Write("a.ndjson", Lines(Reading("a"), Reading("B"), Reading("c")));
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a", "b", "c", "a", "B", "c");
    }

    [TestCase("renamed.ndjson")]
    [TestCase("packed.ndjson.gz")]
    [TestCase("elsewhere/a.jsonl")]
    public async Task Same_file_under_another_name_continues_where_it_ended(string other)
    {
        Write("a.ndjson", Lines(Reading("a"), Reading("b")));
        var known = Write(other, Lines(Reading("a"), Reading("b"), Reading("c")));
        using var bench = Replaying("a.ndjson");
        await bench.RunAsync();
        await ReplayAsync(bench, other);
        await ReplayAsync(bench, other);
        Sensors(bench).Should().Equal("a", "b", "c");
        if (Path.GetFileName(other) != "a.ndjson")
            bench.ReplaySaid.HasSaid($"{known} is the same file as a.ndjson: it starts with the content that was sent from there").Should().BeTrue();
        bench.ReplaySaid.HasSaid($"All 3 lines of {known} were sent before; nothing to do.").Should().BeTrue();
    }

    [Test]
    public async Task File_is_sent_again_into_a_topic_that_was_recreated()
    {
        Write("a.ndjson", Lines(Reading("a"), Reading("b")));
        using var bench = Replaying("a.ndjson");
        await bench.RunAsync();
        bench.Log.Identity = "cluster.another-topic";
        bench.Log.Records.Clear();
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a", "b");
    }

    [Test]
    public async Task Snapshots_that_contain_each_other_send_each_line_once_however_often_they_are_replayed()
    {
        var lines = Enumerable.Range(0, 40).Select(n => Reading($"s{n}")).ToList();
        for (var day = 1; day <= 10; day++) Write($"snapshot-{day}.ndjson", Lines(lines.Take(4 * day)));
        using var bench = Replaying("");
        await bench.RunAsync();
        await bench.RunAsync();
        Sensors(bench).Should().Equal(lines.Select((_, n) => $"s{n}"));
        bench.Lifetime.Fault.Should().BeNull();
    }

    [TestCase(2)]
    [TestCase(13)]
    [TestCase(99)]
    public async Task Cut_file_is_refused_and_restart_sends_it(int kept)
    {
        var lines = Enumerable.Range(0, 100).Select(n => Reading($"s{n}")).ToList();
        var file = Write("a.ndjson", Lines(lines));
        using var bench = Replaying("a.ndjson");
        await bench.RunAsync();
        Write("a.ndjson", Lines(lines.Take(kept)) + lines[kept][..20]);
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(100);
        bench.Lifetime.Fault.Should().StartWith($"Replay: '{file}' is shorter than the 100 lines (");

        bench.Options.Replay.Restart = true;
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(100 + kept);
    }

    [Test]
    public async Task Position_of_an_earlier_version_is_taken_over_once()
    {
        Write("a.ndjson", Lines("first", Reading("b"), Reading("c")));
        Write("other/a.ndjson", Lines("first", Reading("d")));
        using var bench = Replaying("a.ndjson");
        bench.Log.SavePosition("replay/a.ndjson-a7937b64b8ca", "2");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("c");
        bench.ReplaySaid.Warnings.Should()
            .Equal($"{Folder["a.ndjson"]} was replayed by an earlier version, which noted only the number of its lines: the replay continues after line 2. If "
            + "it is another file now, send it with Simulator:Replay:Restart=true");

        await bench.RunAsync();
        Sensors(bench).Should().Equal("c");
        await ReplayAsync(bench, "other/a.ndjson");
        Values(bench).Should().Equal(Reading("c"), "first", Reading("d"));
    }

    [Test]
    public async Task Shorter_file_than_an_earlier_version_has_sent_is_refused()
    {
        var file = Write("a.ndjson", Lines("first"));
        using var bench = Replaying("a.ndjson");
        bench.Log.SavePosition("replay/a.ndjson-a7937b64b8ca", "2");
        await bench.RunAsync();
        bench.Log.Records.Should().BeEmpty();
        bench.Lifetime.Fault.Should().StartWith($"Replay: '{file}' is shorter than the 2 lines that were sent of it before");
    }

    [TestCase("")]
    [TestCase("12")]
    [TestCase("1 2 3 4 5")]
    [TestCase("x 2 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 - a")]
    [TestCase("1 2 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 1 a")]
    public void Value_that_is_no_position_is_not_taken_for_one(string value) => ReplayPosition.Parse(value).Should().BeNull();

    [Test]
    public void Position_is_read_as_it_was_written()
    {
        var position = new ReplayPosition(120, 3, ContentHash.OfNothing, [new(40, "0123456789abcdef"), new(90, "fedcba9876543210")], "a b\nc.ndjson");
        ReplayPosition.Parse(position.ToString()).Should().BeEquivalentTo(position);
        ReplayPosition.Parse(ReplayPosition.None.ToString()).Should().BeEquivalentTo(ReplayPosition.None);
    }
}
