using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Host.Commands;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Commands;

sealed class DeadLettersCommandTests
{
    [Test]
    public async Task Readings_that_were_too_long_are_sent_back_after_the_limit_was_raised_and_a_letter_of_another_program_is_reported()
    {
        using var folder = new TempFolder();
        await using (var log = new EmbeddedEventLog(EmbeddedLogFolder.In(folder["data"]), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
            NullLogger<EmbeddedEventLog>.Instance))
        {
            await log.EnsureTopicsAsync(TopicNames.All, default);
            await using var writer = await log.OpenWriterAsync("test", default);
            foreach (var (sensor, note) in new[] { ("shelf-1", ""), ("shelf-2", ""), ("shelf-3", new string('x', 3000)) })
                writer.Produce(TopicNames.Input, Encoding.UTF8.GetBytes(sensor), Reading(sensor, note));
            writer.Produce(TopicNames.DeadLetters, "key"u8, "theirs"u8, new HeaderWriter().AddSource(new TopicPartition("orders", 0), 7));
            await writer.CommitAsync(default);
        }
        var before = await RunAsync("--stages=alert-filter,alert-handler,storage", "--until-drained", "--Drain:Quiet=0:00:00.2", "--MaxReadingBytes=2000");
        before.ExitCode.Should().Be(0, before.Err);

        var first = await RunAsync("dead-letters", "replay");
        var second = await RunAsync("dead-letters", "replay");
        var after = await RunAsync("--stages=alert-filter,alert-handler,storage", "--until-drained", "--Drain:Quiet=0:00:00.2");
        var audit = await RunAsync("audit");

        (first.ExitCode, second.ExitCode, after.ExitCode).Should().Be((1, 0, 0));
        first.Err.Should().Contain("1 dead letter was sent back").And.Contain("Skipped instocknow-dead-letters-0@0: it came from 'orders'").And.Contain(
            "1 dead letter was skipped");
        second.Err.Should().Contain("Nothing to replay");
        audit.Out.Should().Contain("4 readings = 3 alerts + 0 no alerts + 1 dead letter").And.Contain("4 readings = 3 stored + 1 malformed").And.Contain(
            "3 alerts = 3 reports");
        audit.Out.Should().Contain("NOT CLEAN: 1 finding.").And.Contain("the dead letter at offset 0 does not say which record it was made from");

        Task<HostProcess> RunAsync(params string[] arguments) => HostProcess.RunAsync([.. arguments, $"--DataFolder={folder["data"]}"]);
    }

    [Test]
    public void Skipped_letters_are_reported_and_of_many_the_first_twenty()
    {
        var letters = Enumerable.Range(0, 1234)
            .Select(offset => new SkippedDeadLetter(new TopicPartition(TopicNames.DeadLetters, 2), offset, offset == 1
            ? "it came from 'or\u001b[2Jders', which is no topic" : offset == 2 ? "it is still malformed (is empty)"
            : "it does not say which topic it came from")).ToList();

        var lines = DeadLettersCommand.Describe(letters).TrimEnd().Split('\n');

        lines.Should().HaveCount(23);
        lines[0].Should().Be("Skipped instocknow-dead-letters-2@0: it does not say which topic it came from.");
        lines[1].Should().Be("Skipped instocknow-dead-letters-2@1: it came from 'or?[2Jders', which is no topic.");
        lines[20].Should().Be("... and 1,214 more.");
        lines[21].Should().Be("1 is still malformed; replay sends back only what can be read now.");
        lines[22].Should().StartWith("1,234 dead letters were skipped and stay where they are.");
        DeadLettersCommand.Describe([]).Should().BeEmpty();
    }

    static byte[] Reading(string sensor, string note) => Encoding.UTF8.GetBytes(
        $$"""{"sensor_id":"{{sensor}}","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true,"note":"{{note}}"}""");
}
