using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Issues;

sealed class F2_HalfLastLineTests : ReplayIssue
{
    [Test]
    public async Task Half_a_last_line_is_sent_once_it_is_whole()
    {
        var file = Write("grow.ndjson", Reading("a") + "\n" + Reading("b")[..60]);
        using var bench = Replaying("grow.ndjson");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a");
        bench.ReplaySaid.Warnings.Should()
            .Equal($"Line 2 of {file} has no newline at its end and is not a whole reading yet; it is sent when the file is complete");
        bench.Lifetime.Fault.Should().BeNull();

        Write("grow.ndjson", Lines(Reading("a"), Reading("b"), Reading("c")));
        await bench.RunAsync();

        bench.Log.Values.Should().HaveCount(3);
        Sensors(bench).Should().Equal("a", "b", "c");
    }

    [Test]
    public async Task Whole_last_line_without_a_newline_is_sent_and_its_newline_makes_no_second_record()
    {
        Write("grow.ndjson", Reading("a") + "\n" + Reading("b"));
        using var bench = Replaying("grow.ndjson");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a", "b");

        Write("grow.ndjson", Reading("a") + "\n" + Reading("b") + " \r\n\n" + Reading("c") + "\n");
        await bench.RunAsync();

        Sensors(bench).Should().Equal("a", "b", "c");
        bench.ReplaySaid.Messages.Last().Text.Should().Be($"Replayed {Folder["grow.ndjson"]}: 1 line sent, 0 refused as too long, 1 blank, 2 sent before");
        bench.Log.Positions.Values.Single().Should().Contain(" 4 ");
    }

    [Test]
    public async Task Whole_object_that_is_no_reading_is_sent_too()
    {
        Write("other.ndjson", Reading("a") + "\n{\"note\":\"end\"}");
        using var bench = Replaying("other.ndjson");
        await bench.RunAsync();
        bench.Log.Values.Last().Should().Be("{\"note\":\"end\"}");
    }

    [Test]
    public async Task What_follows_a_line_that_was_taken_for_whole_is_sent_and_not_lost()
    {
        Write("grow.ndjson", Reading("a") + "\n" + Reading("b"));
        using var bench = Replaying("grow.ndjson");
        await bench.RunAsync();
        Write("grow.ndjson", Reading("a") + "\n" + Reading("b") + Reading("c") + "\n");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a", "b", "c");
    }

    [Test]
    public async Task First_line_alone_without_its_newline_is_known_as_the_beginning_of_the_file_that_was_sent()
    {
        Write("whole.ndjson", Lines(Reading("a"), Reading("b")));
        using var bench = Replaying("whole.ndjson");
        await bench.RunAsync();

        bench.Options.Replay.File = Write("begun again.ndjson", Reading("a"));
        await bench.RunAsync();

        Sensors(bench).Should().Equal("a", "b");
    }

    [Test]
    public async Task Last_line_that_is_too_long_waits_for_its_newline()
    {
        Write("long.ndjson", Reading("a") + "\n" + new string('x', 3000));
        using var bench = Replaying("long.ndjson");
        bench.Pipeline.MaxReadingBytes = 1024;
        await bench.RunAsync();
        bench.Metrics.Received.Should().Be(1);
        Write("long.ndjson", Reading("a") + "\n" + new string('x', 3000) + "\n" + Reading("b") + "\n");
        await bench.RunAsync();
        Sensors(bench).Should().Equal("a", "b");
        bench.Metrics.Dropped(DropReason.TooLong).Should().Be(1);
    }

    // Whatever lengths of the file are replayed one after the other, packed or not, whole or cut, under whatever name, and whichever commits fail.
    [Test]
    public void Any_file_replayed_in_any_states_sends_exactly_its_lines_once() =>
        Gen.Select(Line.Array[1, 25], Gen.Bool, State.Array[1, 6], Gen.Bool).Sample((lines, hasMark, states, isPaced) =>
    {
        using var log = Replaying("x.ndjson", isPaced ? 1 : null);
        log.Pipeline.MaxReadingBytes = 1024;
        byte[] whole = [.. hasMark ? "\uFEFF"u8 : [], .. Encoding.UTF8.GetBytes(Lines(lines.Select((line, number) => line.Replace("#", $"{number}"))))];
        var source = log.NewSource();
        foreach (var (part, form, commit, isUnanswered, isNewProcess) in states)
        {
            if (isNewProcess) source = log.NewSource();
            var bytes = whole.AsSpan(0, (int)(part * whole.Length));
            var name = form switch { 0 => "x.ndjson", 1 => "other name.jsonl", _ => "x.ndjson.gz" };
            log.Options.Replay.File = form == 3
                ? WriteRaw(name, Packed(whole) is var packed ? packed.AsSpan(0, (int)(part * packed.Length)) : default) : Write(name, bytes);
            (log.Log.FailingCommit, log.Log.UnansweredCommit) = isUnanswered ? (0, log.Log.Commits.Count + commit) : (log.Log.Commits.Count + commit, 0);
            Quietly(() => log.RunAsync(source).GetAwaiter().GetResult());
        }
        (log.Log.FailingCommit, log.Log.UnansweredCommit) = (0, 0);
        log.Options.Replay.File = Write("x.ndjson", whole);
        log.RunAsync().GetAwaiter().GetResult();

        log.Log.Records.Select(record => Encoding.UTF8.GetString(record.Value).TrimEnd('\r')).Should().Equal(
            lines.Select((line, number) => line.Replace("#", $"{number}").TrimEnd('\r')).Where(line => line.Trim().Length > 0 && line.Length <= 1000));
        log.Lifetime.Fault.Should().Match(fault => fault == null || fault.StartsWith("Replay: None of the ", StringComparison.Ordinal));
    }, threads: 1, iter: 400);

    static readonly Gen<string> Line = Gen.Frequency(
        (8, Gen.Int[0, 59].Select(second => Reading("é-#", second))),
        (2, Gen.Int[0, 59].Select(second => Reading("crlf-#", second) + "\r")),
        (1, Gen.Const("no reading # ü")),
        (1, Gen.Const("{\"sensor_id\":\"#\"}")),
        (1, Gen.OneOf(Gen.Const(""), Gen.Const("\r"), Gen.Const(" \t"))),
        (1, Gen.Const("# " + new string('x', 1500))));

    static readonly Gen<(double Part, int Form, int Commit, bool IsUnanswered, bool IsNewProcess)> State =
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 3], Gen.Int[1, 8], Gen.Bool, Gen.Bool);

    static void Quietly(Action run)
    {
        try { run(); }
        catch (EventLogException) { }
    }
}
