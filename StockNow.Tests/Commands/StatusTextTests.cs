using System.Text.Json;
using StockNow.Host.Commands;
using StockNow.Host.Display;
using StockNow.Host.Health;
using StockNow.Host.Shelves;
using StockNow.Tests.Dashboard;

namespace StockNow.Tests.Commands;

/// <summary>The status says what there is, what waits, and which shelves are to be refilled.</summary>
public sealed class StatusTextTests
{
    static readonly StatusReport Status = new(new AuditPlace("embedded (SQLite), /srv/stocknow.db", "local folder /srv/lake"), null, null,
        [new("readings", 84_533), new("alerts", 15_246), new("reports", 15_246)], 2, 84_531, 442, new Dictionary<string, long> { ["storage"] = 140 },
        Pictures.Shelves(12, silent: 1));

    [Test]
    public void Table_is_for_people() => StatusText.Table(Status with { Shelves = Pictures.Shelves(2, silent: 1) }, ZoneTime.Utc).ReplaceLineEndings("\n").Should().Be("""
        Event log: embedded (SQLite), /srv/stocknow.db; lake: local folder /srv/lake
        No process was asked, because Http:Url is not set; this is what the event log and the lake hold.
          readings                        84,533  the newest of 2026-11-27 15:02 UTC
          alerts                          15,246
          reports                         15,246
          dead letters                         2  `stocknow dead-letters list` shows them
          rows stored                     84,531  in 442 files
          wait for storage                   140
        Sensor lyon-03 shelf-0 is silent: nothing since 2026-11-27 12:02 UTC
        To refill: 2 of 30 places, 1 of them EMPTY
          EMPTY     paris-12 shelf-0  parapluie, threshold 3; bring 9, empty for 42 min 00 s
          1 left    paris-12 shelf-1  parapluie, threshold 3; bring 8, low for 41 min 00 s

        """.ReplaceLineEndings("\n"));

    [Test]
    public void Table_shows_the_first_ten_and_says_where_the_others_are() =>
        StatusText.Table(Status, ZoneTime.Utc).Should().Contain("  ... and 2 more; --output=json has all of them").And.NotContain("shelf-11");

    [Test]
    public void Running_process_is_named_with_its_stages()
    {
        var running = new HealthReport(true, [new StageHealth("storage", true, "running", null, 7)], null, []);
        StatusText.Table(Status with { Running = running, RunningFrom = "http://x" }, ZoneTime.Utc).Should().Contain("Running (http://x): storage running");
    }

    [Test]
    public void Json_is_for_programs_and_cannot_steer_a_terminal()
    {
        var hostile = Status with { Shelves = Status.Shelves with { Silent = [new SilentSensor("\u001b[2J\u202E", DateTimeOffset.UnixEpoch)] } };
        var text = StatusText.Json(hostile);
        text.Should().NotContainAny("\u001b", "\u202E");
        using var json = JsonDocument.Parse(text);
        json.RootElement.GetProperty("records").GetProperty("readings").GetInt64().Should().Be(84_533);
        json.RootElement.GetProperty("to_refill").GetArrayLength().Should().Be(12);
        json.RootElement.GetProperty("silent_sensors")[0].GetProperty("sensor").GetString().Should().Be("\u001b[2J\u202E");
    }
}
