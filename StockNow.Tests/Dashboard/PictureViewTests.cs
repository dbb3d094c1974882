using CsCheck;
using Microsoft.Extensions.Logging;
using StockNow.Host.Dashboard;
using StockNow.Host.Display;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Dashboard;

public sealed class PictureViewTests
{
    static readonly PictureView View = new("/srv/stock", ZoneTime.Utc);

    [Test]
    public void What_needs_a_person_comes_first_then_shelves_stages_and_answers()
    {
        var picture = Pictures.Of(
            Pictures.Row(StageNames.Simulator, receivedRate: 12_000, sentRate: 12_000, received: 57_000, sent: 57_000,
            progress: new Progress("replaying readings.ndjson.gz", 0.68, TimeSpan.FromSeconds(12))),
            Pictures.Row(StageNames.AlertFilter, receivedRate: 11_950, sentRate: 2.5, received: 56_000, sent: 10_000, lag: 1_000) with { DeadLetters = 2 },
            Pictures.Row(StageNames.Storage, StageState.Unhealthy, "the disk is full", lag: 420) with { InHand = 400 });
        string[] answers = ["Answers so far: 12 readings.", "  Short most often: ski\u001b[2J."];
        var seen = Pictures.Contents(picture, Pictures.Shelves(2, refilled: 1, silent: 1), answers,
            new LogLine(LogLevel.Error, "2025-07-05T13:52:00.000Z error Storage: the disk is full"));
        Pictures.Text(View.Draw(seen, 80, 40)).Should().Be("""
            StockNow, up 1 min 05 s, Ctrl-C stops it, data in /srv/stock
            storage unhealthy: the disk is full
            2025-07-05T13:52:00.000Z error Storage: the disk is full
            Sensor lyon-03 shelf-0 is silent: nothing since 2026-11-27 12:02 UTC
            2 messages could not be read: `stocknow dead-letters list` shows why

            To refill: 2 of 30 places, 1 of them EMPTY
            left    for     store and shelf   product    threshold  bring
            EMPTY   42 min  paris-12 shelf-0  parapluie          3      9  in season
            1 left  41 min  paris-12 shelf-1  parapluie          3      8

            Refilled lately
            15:02 UTC  lyon-03 shelf-0  ski, 9 now, was low for 18 min

            stage         state        in/s   out/s      in     out    lag
            simulator     running    12,000  12,000  57,000  57,000      -
            alert-filter  running    11,950     2.5  56,000  10,000  1,000
            storage       unhealthy       0       0       0       0    420
            simulator ████████████████░░░░░░░░ 68 %, 12 s left: replaying readings.ndjson.gz
            storage has 400 readings in hand for its next files

            Answers so far: 12 readings.
            Short most often: ski?[2J.
            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void Standby_is_not_a_fault() =>
        Pictures.Text(View.Draw(Pictures.Contents(Pictures.Of(Pictures.Row(state: StageState.Standby, reason: "process 7 has it"))), 80, 24)).Should()
            .Contain("standby   ").And.EndWith("standby: process 7 has it").And.NotContain("alert-filter standby:");

    [Test]
    public void Nothing_is_said_of_what_there_is_none_of() =>
        Pictures.Text(View.Draw(Pictures.Contents(Pictures.Of(Pictures.Row())), 80, 24)).Should().NotContain("refill").And.NotContain("silent");

    [TestCase(60, 20)]
    [TestCase(80, 24)]
    [TestCase(120, 40)]
    [TestCase(200, 50)]
    public void Picture_fits_the_terminal_whatever_there_is_to_show(int width, int height) =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 20], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 4]).Sample((shorts, refilled, silent, faults, answers) =>
        {
            var stages = Pictures.Of([.. ProductPipeline.Stages.Select(stage => Pictures.Row(stage, received: 120_692, sent: 16_055, lag: 140))]);
            var seen = Pictures.Contents(stages, Pictures.Shelves(shorts, refilled, silent), [.. Enumerable.Repeat(new string('x', 50), answers)],
                [.. Enumerable.Repeat(new LogLine(LogLevel.Warning, string.Join(' ', Enumerable.Repeat("warning", 20))), faults)]);
            var lines = Pictures.Text(View.Draw(seen, width, height), width).Split('\n');
            lines.Should().HaveCountLessThan(height).And.OnlyContain(line => line.Length <= width);
            lines.Should().Contain(line => line.StartsWith("analysis", StringComparison.Ordinal) || width >= 140, "every stage is there");
            if (shorts > 0) string.Join('\n', lines).Should().Contain("EMPTY", "what needs a person is there");
        }, iter: 200, threads: 1);
}
