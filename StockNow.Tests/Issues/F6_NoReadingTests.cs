using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

sealed class F6_NoReadingTests : ReplayIssue
{
    const string NoReading = """{"sensor_id":"a"}""";

    [Test]
    public async Task Replay_without_a_single_reading_fails_at_its_end_with_the_first_reason()
    {
        var file = Write("bad.ndjson", Lines(NoReading, "no JSON", NoReading));
        using var bench = Replaying("bad.ndjson");
        await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(3);
        bench.Lifetime.Fault.Should().StartWith($"Replay: None of the 3 lines sent is a reading. The first, line 1 of '{file}', lacks ").And.EndWith(
            "see them with 'dead-letters list'.");
    }

    [Test]
    public async Task File_with_some_lines_that_are_no_readings_ends_with_a_warning()
    {
        var file = Write("some.ndjson", Lines(Reading("a"), "no JSON", Reading("b"), NoReading));
        using var bench = Replaying("some.ndjson");
        await bench.RunAsync();
        bench.Lifetime.Fault.Should().BeNull();
        bench.ReplaySaid.Warnings.Should().ContainSingle().Which.Should()
            .StartWith($"2 of the 4 lines sent of {file} are no readings. The first, line 2, is not JSON: ").And.EndWith("see them with 'dead-letters list'");
    }

    [Test]
    public async Task Bad_file_beside_a_good_one_is_a_warning()
    {
        Write("a.ndjson", Lines(NoReading));
        Write("b.ndjson", Lines(Reading("b")));
        using var bench = Replaying("");
        await bench.RunAsync();
        bench.Lifetime.Fault.Should().BeNull();
        bench.ReplaySaid.Warnings.Should().ContainSingle();
    }

    [Test]
    public async Task Bad_line_added_to_a_file_that_was_sent_before_is_a_warning()
    {
        Write("a.ndjson", Lines(Reading("a")));
        using var bench = Replaying("a.ndjson");
        await bench.RunAsync();
        Write("a.ndjson", Lines(Reading("a"), NoReading));
        await bench.RunAsync();
        bench.Lifetime.Fault.Should().BeNull();
        bench.ReplaySaid.Warnings.Should().ContainSingle();
    }

    [Test]
    public async Task Run_over_nothing_but_bad_lines_ends_with_exit_code_1_after_all_dead_letters_are_written()
    {
        Write("bad.ndjson", Lines(Enumerable.Range(0, 2000).Select(n => $"no reading {n}")));

        var run = await HostProcess.RunAsync("--stages=all", "--until-drained", $"--DataFolder={Folder["data"]}",
            $"--Simulator:Replay:File={Folder["bad.ndjson"]}");
        var list = await HostProcess.RunAsync("dead-letters", "list", "--output=json", $"--DataFolder={Folder["data"]}");

        run.ExitCode.Should().Be(1);
        run.Err.Should().Contain("None of the 2000 lines sent is a reading. The first, line 1 of ").And.Contain("'dead-letters list'");
        list.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.Should().BeGreaterThan(0);
        await Pipeline.ShouldBeClean(Folder["data"]);
    }
}
