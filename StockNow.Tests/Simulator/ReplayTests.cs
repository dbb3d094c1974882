using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Replaying;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Simulator;

public class ReplayTests
{
    const string Good = """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""";

    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "stocknow-tests", Guid.NewGuid().ToString("N"))).FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("readings.ndjson")]
    [TestCase("readings.ndjson.gz")]
    public async Task Lines_are_sent_as_they_stand_keyed_by_sensor(string name)
    {
        using var bench = Replaying(Write(name, $"{Good}\n\n{{\"sensor_id\":\"a\",\n  no json\t\r\n\u00fe\u00ff\n{Good}"));
        await bench.RunAsync();
        bench.Log.Values.Should().Equal(Good, "{\"sensor_id\":\"a\",", "  no json\t\r", "\u00fe\u00ff", Good);
        bench.Log.Records.Select(record => record.Key).Should().Equal("shelf-2", "a", "", "", "shelf-2");
        bench.Metrics.Received.Should().Be(5);
        bench.Metrics.Sent.Should().Be(5);
    }

    [Test]
    public async Task Files_of_a_folder_are_sent_in_the_order_of_their_names()
    {
        Write("b.ndjson", "3\n");
        Write("B.ndjson.gz", "1\n2\n");
        Write("a.ndjson", "");
        Write("notes.txt", "no reading\n");
        using var bench = Replaying(_folder);
        await bench.RunAsync();
        bench.Log.Values.Should().Equal("1", "2", "3");
    }

    [Test]
    public async Task Lines_that_are_too_long_are_refused_counted_and_warned_of()
    {
        var text = string.Concat(Enumerable.Range(1, 30).Select(line => line % 2 == 0 ? new string('x', 2000) + "\n" : $"{line}\n"));
        var file = Write("long.ndjson", text);
        using var bench = Replaying(file);
        bench.Pipeline.MaxReadingBytes = 1024;
        await bench.RunAsync();
        bench.Log.Values.Should().Equal(Enumerable.Range(0, 15).Select(line => $"{2 * line + 1}"));
        bench.Metrics.Received.Should().Be(30);
        bench.Metrics.Sent.Should().Be(15);
        bench.Metrics.Dropped(DropReason.TooLong).Should().Be(15);
        bench.Log.Positions.Values.Should().ContainSingle().Which.Should().StartWith($"{text.Length} 30 ");
        bench.ReplaySaid.Warnings.Should().HaveCount(12, "the other lines are no readings");
        bench.ReplaySaid.Warnings.First().Should().Be($"Line 2 of {file} is longer than 1024 bytes (MaxReadingBytes) and was not sent");
        bench.ReplaySaid.Warnings.Last().Should().Be("5 more lines were longer than 1024 bytes (MaxReadingBytes) and were not sent, 15 in all");
    }

    [Test]
    public async Task Finished_replay_started_again_says_so_and_sends_nothing()
    {
        var file = Write("done.ndjson", "1\n2\n");
        using var bench = Replaying(file);
        await bench.RunAsync();
        await bench.RunAsync();
        bench.Log.Values.Should().Equal("1", "2");
        bench.ReplaySaid.Messages.Last().Text.Should()
            .Be($"All 2 lines of {file} were sent before; nothing to do. Simulator:Replay:Restart=true sends them again");
        bench.Metrics.Received.Should().Be(2);
    }

    [Test]
    public async Task Grown_file_is_replayed_from_where_it_ended()
    {
        var file = Write("grows.ndjson", "1\n2\n");
        using var bench = Replaying(file);
        await bench.RunAsync();
        await File.AppendAllTextAsync(file, "3\n");
        await bench.RunAsync();
        bench.Log.Values.Should().Equal("1", "2", "3");
    }

    [Test]
    public async Task Restart_starts_over_once_per_process()
    {
        using var bench = Replaying(Write("again.ndjson", "1\n2\n"));
        await bench.RunAsync();
        bench.Options.Replay.Restart = true;
        var source = bench.NewSource();
        await bench.RunAsync(source);
        await bench.RunAsync(source);
        bench.Log.Values.Should().Equal("1", "2", "1", "2");
    }

    [Test]
    public async Task Other_file_of_the_same_name_is_another_replay()
    {
        using var bench = Replaying(Write("daily.ndjson", "monday\n1\n"));
        await bench.RunAsync();
        Write("daily.ndjson", "tuesday\n1\n");
        await bench.RunAsync();
        bench.Log.Values.Should().Equal("monday", "1", "tuesday", "1");
    }

    [Test]
    public async Task Position_is_named_by_the_topics_identity_and_the_first_line_and_says_what_was_sent()
    {
        using var bench = Replaying(Write("named.ndjson.gz", "first\nsecond\n"));
        await bench.RunAsync();
        bench.Log.Positions.Should().Equal(new Dictionary<string, string>
        {
            [$"replay/{LogIdentity.HashOf(bench.Log.Identity)}/a7937b64b8ca/0"] =
                $"13 2 {Sha("first\nsecond\n")} 6:{Sha("first\n")[..16]},13:{Sha("first\nsecond\n")[..16]} named.ndjson.gz",
        });
    }

    [Test]
    public async Task Shorter_file_than_was_sent_before_is_explained()
    {
        var file = Write("shrinks.ndjson", "1\n2\n3\n4\n");
        using var bench = Replaying(file);
        await bench.RunAsync();
        Write("shrinks.ndjson", "1\n2\n3\n");
        await bench.RunAsync();
        bench.Lifetime.Fault.Should().Be(
            $"Replay: '{file}' is shorter than the 4 lines (8 bytes) that were sent of it before: it was cut or replaced. Put the whole file back, or start "
            + "over with Simulator:Replay:Restart=true.");
        bench.Log.Values.Should().Equal("1", "2", "3", "4");
    }

    [Test]
    public async Task Cut_gzip_file_sends_its_whole_lines_and_continues_once_it_is_mended()
    {
        var lines = Enumerable.Range(0, 500).Select(line => $"{line} {line * 7919 % 10007}").ToList();
        var file = Write("cut.ndjson.gz", string.Join('\n', lines) + "\n");
        var whole = await File.ReadAllBytesAsync(file);
        for (var length = 60; length < whole.Length; length += 97)
        {
            using var bench = Replaying(file);
            await File.WriteAllBytesAsync(file, whole[..length]);
            await bench.RunAsync();
            bench.Lifetime.Fault.Should().StartWith(
                bench.Log.Records.Count > 0 ? $"Replay: '{file}' cannot be unpacked after line {bench.Log.Records.Count}: its end is missing."
                : $"Replay: '{file}' is no whole gzip file: its end is missing");
            bench.Log.Values.Should().Equal(lines.Take(bench.Log.Records.Count));

            await File.WriteAllBytesAsync(file, whole);
            await bench.RunAsync();
            bench.Log.Values.Should().Equal(lines);
        }
    }

    [TestCase(5)]
    [TestCase(12)]
    public async Task Gzip_file_without_a_whole_line_is_explained(int length)
    {
        var file = Write("stump.ndjson.gz", Good);
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..length]);
        using var bench = Replaying(file);
        await bench.RunAsync();
        bench.Lifetime.Fault.Should().Be($"Replay: '{file}' is no whole gzip file: its end is missing, before its first line ends. Put a whole one there and "
            + "start again.");
    }

    [Test]
    public async Task Gzip_file_of_several_members_is_taken_whole()
    {
        var file = Write("members.ndjson.gz", "1\n2\n");
        var member = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, [.. member, .. member]);
        using var bench = Replaying(file);
        await bench.RunAsync();
        bench.Log.Values.Should().Equal("1", "2", "1", "2");
    }

    [Test]
    public async Task Missing_file_is_explained()
    {
        using var bench = Replaying(Path.Combine(_folder, "none.ndjson"));
        (await bench.Invoking(b => b.RunAsync()).Should().ThrowAsync<UnrecoverableException>()).Which.Message.Should()
            .Be($"Simulator:Replay:File: there is no file or folder '{Path.Combine(_folder, "none.ndjson")}'; a relative path begins at the working directory");
    }

    [Test]
    public void Replay_broken_at_any_commit_and_started_again_sends_each_line_once() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 40], Gen.Int[1, 12].Array[1, 3], Gen.Bool).Sample((seconds, failures, sameProcess) =>
        {
            var time = new DateTimeOffset(2025, 7, 5, 8, 0, 0, TimeSpan.Zero);
            var lines = seconds.Select((gap, line) => gap == 4 ? $"no reading {line}" : gap == 3
                ? new string('x', 1500) : ReadingAt(time = time.AddSeconds(gap))).ToList();
            using var bench = Replaying(Write("broken.ndjson", string.Join('\n', lines) + "\n"), speed: 1);
            bench.Pipeline.MaxReadingBytes = 1024;
            var source = bench.NewSource();
            foreach (var after in failures)
            {
                bench.Log.FailingCommit = bench.Log.Commits.Count + after;
                Quietly(() => bench.RunAsync(source).GetAwaiter().GetResult());
                if (!sameProcess) source = bench.NewSource();
            }
            bench.Log.FailingCommit = 0;
            bench.RunAsync(source).GetAwaiter().GetResult();
            bench.Log.Values.Should().Equal(lines.Where(line => line.Length <= 1024));
            bench.Metrics.Received.Should().Be(lines.Count);
            bench.Metrics.Received.Should().Be(bench.Metrics.Sent + bench.Metrics.Dropped(DropReason.TooLong));
        }, threads: 1, iter: 60);

    [Test]
    public async Task Drained_replay_continues_after_the_line_it_ended_at()
    {
        var time = new DateTimeOffset(2025, 7, 5, 8, 0, 0, TimeSpan.Zero);
        var lines = Enumerable.Range(0, 10).Select(line => ReadingAt(time.AddSeconds(line))).ToList();
        var file = Write("drained.ndjson", string.Join('\n', lines));
        using var bench = Replaying(file, speed: 1);
        bench.Log.Committed = log =>
        {
            if (log.Records.Count == 4) bench.Drain.Cancel();
        };
        await bench.RunAsync();
        bench.Log.Values.Should().Equal(lines.Take(4));
        bench.ReplaySaid.Messages.Last().Text.Should().Be($"Replay of {file} stopped after line 4; the next start resumes there");

        await bench.RunAsync(drain: CancellationToken.None);
        bench.Log.Values.Should().Equal(lines);
    }

    [Test]
    public async Task Factor_paces_by_the_readings_own_timestamps()
    {
        var time = new DateTimeOffset(2025, 7, 5, 8, 0, 0, TimeSpan.Zero);
        string[] lines = [ReadingAt(time), "no reading", ReadingAt(time.AddSeconds(60)), "no reading", ReadingAt(time.AddSeconds(30)),
            ReadingAt(time.AddHours(3))];
        using var bench = Replaying(Write("paced.ndjson", string.Join('\n', lines)), speed: 60);
        var begun = bench.Time.GetUtcNow();
        await bench.RunAsync();
        bench.Log.Values.Should().Equal(lines);
        bench.Log.Commits.Select(commit => (commit.Records, (commit.At - begun).TotalSeconds)).Should().Equal((2, 0), (3, 1), (1, 180));
    }

    [Test]
    public async Task Progress_is_over_when_the_replay_is()
    {
        using var bench = Replaying(Write("progress.ndjson", "1\n2\n"));
        Progress? seen = null;
        bench.Log.Committed = _ => seen = bench.Status.Now.Progress;
        await bench.RunAsync();
        seen.Should().NotBeNull();
        seen!.What.Should().Be("replaying progress.ndjson");
        seen.Fraction.Should().Be(1);
        bench.Status.Now.Progress.Should().BeNull();
    }

    static string ReadingAt(DateTimeOffset time)
    {
        using var writer = new ReadingWriter();
        return Encoding.UTF8.GetString(writer.Write(new StockReading("shelf-1", time, "ski", 3, 2, new Location("paris-12", 48.85, 2.34), false)));
    }

    static string Sha(string ascii) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ascii)));

    static void Quietly(Action run)
    {
        try
        {
            run();
        }
        catch (EventLogException) { }
    }

    static SimulatorBench Replaying(string path, double? speed = null)
    {
        var bench = new SimulatorBench();
        bench.Options.Replay = new() { File = path, Speed = new Speed(speed) };
        return bench;
    }

    string Write(string name, string latin1)
    {
        var path = Path.Combine(_folder, name);
        using Stream file = File.Create(path);
        using var to = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        to.Write(Encoding.Latin1.GetBytes(latin1));
        return path;
    }
}
