using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Two processes that replay the same file, because no lock keeps them apart.</summary>
sealed class B2_TwoReplaysTests : ReplayIssue
{
    [Test]
    public async Task Replay_whose_position_another_one_moves_stops_and_sends_nothing_twice()
    {
        Write("a.ndjson", Lines(Enumerable.Range(0, 20).Select(n => Reading($"s{n}", n))));
        using var bench = Replaying("a.ndjson", speed: 1);
        var source = bench.NewSource();
        bench.Log.Committed = log =>
        {
            if (log.Records.Count != 5) return;
            log.Committed = _ => { };
            bench.RunAsync(bench.NewSource()).GetAwaiter().GetResult(); // the other one sends the rest meanwhile
        };

        (await bench.Invoking(one => one.RunAsync(source)).Should().ThrowAsync<UnrecoverableException>()).Which.Message.Should()
            .StartWith("Another simulator sends the same readings into this event log. This one stops; nothing was sent twice. The position 'replay/");

        Sensors(bench).Should().Equal(Enumerable.Range(0, 20).Select(n => $"s{n}"));
    }

    [Test]
    public async Task Two_programs_without_a_working_lock_send_each_line_once_and_one_of_them_stops()
    {
        var lines = Enumerable.Range(0, 3000).Select(n => Reading($"s{n}").Replace("13:52:00", $"{n / 3600:00}:{n / 60 % 60:00}:{n % 60:00}"));
        Write("a.ndjson", Lines(lines));
        string[] arguments = ["--stages=simulator", $"--DataFolder={Folder["data"]}", $"--Simulator:Replay:File={Folder["a.ndjson"]}"];
        await using var first = HostProcess.Start([.. arguments, "--Simulator:Replay:Speed=2"]);
        await first.UntilAsync(run => run.Err.Contains("Replaying "));
        Directory.Delete(Folder["data", "event-log", "claims"], recursive: true);
        await using var second = HostProcess.Start([.. arguments, "--Simulator:Replay:Speed=2"]);

        await Task.WhenAny(first.ExitAsync(), second.ExitAsync());
        var (stopped, other) = first.HasExited ? (first, second) : (second, first);
        (await stopped.ExitAsync()).Should().Be(1, stopped.Err);
        stopped.Err.Should().Contain("Another simulator sends the same readings into this event log. This one stops");
        other.HasExited.Should().BeFalse(other.Err);
        other.Signal("TERM");
        (await other.ExitAsync()).Should().Be(0, other.Err);

        (await HostProcess.RunAsync(arguments)).ExitCode.Should().Be(0);
        await using var log = new EmbeddedEventLog(EmbeddedLogFolder.In(Folder["data"]), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
            NullLogger<EmbeddedEventLog>.Instance);
        (await log.CountAsync(TopicNames.Input, default)).Should().Be(3000);
    }
}
