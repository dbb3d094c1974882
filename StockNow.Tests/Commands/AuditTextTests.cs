using StockNow.Contracts.Topics;
using StockNow.Host.Commands;
using StockNow.Stages.Audit;
using StockNow.Tests.Support;

namespace StockNow.Tests.Commands;

/// <summary>An audit as a person and as a program reads it.</summary>
sealed class AuditTextTests
{
    static readonly AuditPlace Place = new("embedded (SQLite), /srv/stock/event-log/stocknow.db", "local folder /srv/stock/lake");

    static readonly AuditReport Clean = new(
        [new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 84_533, 15_246, 69_284, 3, 0, 84_530, 3, 0)],
        [new StageEquations(ProductPipeline.Groups[GroupNames.AlertHandler],
            [new StageEquation(new TopicPartition(TopicNames.Alerts, 0), 15_246, 15_246, 0, 0)])], [], [], IsEmpty: false);

    static readonly AuditReport Unclean = new(
        [new ReadingsEquation(new TopicPartition(TopicNames.Input, 1), 1_000, 100, 799, 0, 99, 900, 0, 50, MissingOutputs: 2, MissingRows: 50)],
        [new StageEquations(ProductPipeline.Groups[GroupNames.AlertHandler],
            [new StageEquation(new TopicPartition(TopicNames.Alerts, 1), 100, 89, 1, 9, Missing: 1)])],
        [new AuditFinding("instocknow-input-1", "offset 17 led to no alert"),
            new AuditFinding("stock-data/a.parquet", "'stock-data/a.parquet' is not there; crème")],
        ["3 alerts were made from another instocknow-input (log 1a2b3c4d5e6f): not judged"], IsEmpty: false);

    [Test]
    public void Clean_audit_shows_its_equations_and_says_so() => AuditText.Table(Place, Clean).Should().Be("""
        Event log: embedded (SQLite), /srv/stock/event-log/stocknow.db; lake: local folder /srv/stock/lake
        instocknow-input-0
          84,533 readings = 15,246 alerts + 69,284 no alerts + 3 dead letters
          84,533 readings = 84,530 stored + 3 malformed
        instocknow-alerts-0
          15,246 alerts = 15,246 reports + 0 dead letters
        Clean: nothing lost, nothing twice.

        """.ReplaceLineEndings());

    [Test]
    public void What_waits_and_what_is_wrong_is_named() => AuditText.Table(Place, Unclean).Should().Be("""
        Event log: embedded (SQLite), /srv/stock/event-log/stocknow.db; lake: local folder /srv/stock/lake
        instocknow-input-1
          1,000 readings = 100 alerts + 799 no alerts + 0 dead letters + 99 waiting for the filter + 2 MISSING
          1,000 readings = 900 stored + 0 malformed + 50 waiting for storage + 50 MISSING
        instocknow-alerts-1
          100 alerts = 89 reports + 1 dead letter + 9 waiting for the handler + 1 MISSING
          note: 3 alerts were made from another instocknow-input (log 1a2b3c4d5e6f): not judged.
          !! instocknow-input-1: offset 17 led to no alert
          !! 'stock-data/a.parquet' is not there; crème
        NOT CLEAN: 2 findings.

        """.ReplaceLineEndings());

    [Test]
    public void Single_finding_is_one() => AuditText.Table(Place, new AuditReport([], [], [new AuditFinding("here", "this")], [], IsEmpty: false)).Should().Be("""
        Event log: embedded (SQLite), /srv/stock/event-log/stocknow.db; lake: local folder /srv/stock/lake
          !! here: this
        NOT CLEAN: 1 finding.

        """.ReplaceLineEndings());

    [Test]
    public void Without_an_event_log_there_is_nothing_to_audit() =>
        AuditText.Table(Place, new AuditReport([], [], [], [], IsEmpty: true)).Should().Be("""
            Event log: embedded (SQLite), /srv/stock/event-log/stocknow.db; lake: local folder /srv/stock/lake
            Nothing to audit: neither event log nor lake holds anything there. Are DataFolder and EventLog:Kind right?

            """.ReplaceLineEndings());

    [Test]
    public void Of_several_partitions_the_sums_are_reported_too_and_one_is_singular()
    {
        var report = new AuditReport(
            [new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 1, 1, 0, 0, 0, 1, 0, 0),
                new ReadingsEquation(new TopicPartition(TopicNames.Input, 1), 4, 1, 1, 1, 1, 2, 1, 0, 0, 1)],
            [new StageEquations(ProductPipeline.Groups[GroupNames.AlertHandler], [new StageEquation(new TopicPartition(TopicNames.Alerts, 0), 2, 1, 1, 0)])],
                [], [], IsEmpty: false);

        AuditText.Table(Place, report).Should().Contain("""
            instocknow-input-0
              1 reading = 1 alert + 0 no alerts + 0 dead letters
              1 reading = 1 stored + 0 malformed
            instocknow-input-1
              4 readings = 1 alert + 1 no alert + 1 dead letter + 1 waiting for the filter
              4 readings = 2 stored + 1 malformed + 1 MISSING
            instocknow-input, all partitions
              5 readings = 2 alerts + 1 no alert + 1 dead letter + 1 waiting for the filter
              5 readings = 3 stored + 1 malformed + 1 MISSING
            instocknow-alerts-0
              2 alerts = 1 report + 1 dead letter
            Clean
            """.ReplaceLineEndings());
    }

    [Test]
    public void Program_gets_the_same_numbers() => AuditText.Json(Place, Unclean).Should().Be("""
        {
          "event_log": "embedded (SQLite), /srv/stock/event-log/stocknow.db",
          "lake": "local folder /srv/stock/lake",
          "clean": false,
          "empty": false,
          "readings": [
            {
              "partition": "instocknow-input-1",
              "readings": 1000,
              "alerts": 100,
              "no_alerts": 799,
              "dead_letters": 0,
              "waiting_for_filter": 99,
              "missing_outputs": 2,
              "stored": 900,
              "malformed": 0,
              "dropped": 0,
              "waiting_for_storage": 50,
              "missing_rows": 50,
              "holds": false
            }
          ],
          "alerts": [
            {
              "partition": "instocknow-alerts-1",
              "alerts": 100,
              "reports": 89,
              "dead_letters": 1,
              "waiting_for_handler": 9,
              "missing": 1,
              "holds": false
            }
          ],
          "notes": [
            "3 alerts were made from another instocknow-input (log 1a2b3c4d5e6f): not judged"
          ],
          "findings": [
            {
              "where": "instocknow-input-1",
              "what": "offset 17 led to no alert"
            },
            {
              "where": "stock-data/a.parquet",
              "what": "'stock-data/a.parquet' is not there; crème"
            }
          ]
        }

        """.ReplaceLineEndings("\n"));
}
