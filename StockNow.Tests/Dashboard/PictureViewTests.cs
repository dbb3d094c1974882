using Microsoft.Extensions.Logging;
using StockNow.Host.Dashboard;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Dashboard;

public sealed class PictureViewTests
{
    static readonly PictureView View = new("/srv/stock");

    [Test]
    public void The_picture_shows_stages_work_reports_and_log()
    {
        var picture = Pictures.Of(
            Pictures.Row(StageNames.Simulator, receivedRate: 12_000, sentRate: 12_000, received: 57_000, sent: 57_000,
            progress: new Progress("replaying readings.ndjson.gz", 0.68, TimeSpan.FromSeconds(12))),
            Pictures.Row(StageNames.AlertFilter, receivedRate: 11_950, sentRate: 2.5, received: 56_000, sent: 10_000,
            dropped: [("not-an-alert", 45_998), ("malformed", 2)], lag: 1_000),
            Pictures.Row(StageNames.Storage, StageState.Unhealthy, "the disk is full"));
        var drawn = View.Draw(picture, [Pictures.Report("ski\u001b[2J", highPriority: true), Pictures.Report()],
            [new LogLine(LogLevel.Error, "2025-07-05T13:52:00.000Z error Storage: the disk is full")]);
        Pictures.Text(drawn).Should().Be("""
            StockNow, up 1 min 05 s, data in /srv/stock
            stage         state      received/s  sent/s  received    sent    lag
            simulator     running        12,000  12,000    57,000  57,000      -
            alert-filter  running        11,950     2.5    56,000  10,000  1,000
            storage       unhealthy           0       0         0       0      -
            simulator ████████████████░░░░░░░░ 68 %, 12 s left: replaying readings.ndjson.gz
            alert-filter did not pass on 45,998 not an alert, 2 malformed
            storage: the disk is full
            Last missing-product reports
            2025-07-05 13:52 paris-12 shelf-2: ski?[2J, 3 of at least 5; bring 12, in season
            2025-07-05 13:52 paris-12 shelf-2: GTA6, 3 of at least 5; bring 12
            Last warnings and errors
            2025-07-05T13:52:00.000Z error Storage: the disk is full
            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void Nothing_is_said_of_what_there_is_none_of() =>
        Pictures.Text(View.Draw(Pictures.Of(Pictures.Row()), [], [])).Should().NotContain("reports").And.NotContain("errors");
}
