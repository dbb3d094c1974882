using StockNow.Contracts.Topics;
using StockNow.Host.Commands;
using StockNow.Stages.Audit;

namespace StockNow.Tests.Commands;

/// <summary>An audit as a person and as a program reads it.</summary>
sealed class AuditTextTests
{
    static readonly AuditReport Clean = new(
        [new ReadingsEquation(new TopicPartition(TopicNames.Input, 0), 84_533, 15_246, 69_284, 3, 0, 84_530, 3, 0)],
        [new AlertsEquation(new TopicPartition(TopicNames.Alerts, 0), 15_246, 15_246, 0, 0)], []);

    static readonly AuditReport Unclean = new(
        [new ReadingsEquation(new TopicPartition(TopicNames.Input, 1), 1_000, 100, 800, 0, 99, 900, 0, 50)],
        [new AlertsEquation(new TopicPartition(TopicNames.Alerts, 1), 100, 90, 1, 9)],
        [new AuditFinding("instocknow-input-1", "offset 17 led to no alert"), new AuditFinding("stock-data/a.parquet", "is not there; crème")]);

    [Test]
    public void Clean_audit_shows_its_equations_and_says_so() => AuditText.Table(Clean).Should().Be("""
        instocknow-input-0
          84,533 readings = 15,246 alerts + 69,284 no alerts + 3 dead letters
          84,533 readings = 84,530 stored + 3 malformed
        instocknow-alerts-0
          15,246 alerts = 15,246 reports + 0 dead letters
        Clean: nothing lost, nothing twice.

        """.ReplaceLineEndings());

    [Test]
    public void What_waits_and_what_is_wrong_is_named() => AuditText.Table(Unclean).Should().Be("""
        instocknow-input-1
          1,000 readings = 100 alerts + 800 no alerts + 0 dead letters + 99 waiting for the filter
          1,000 readings = 900 stored + 0 malformed + 50 waiting for storage
        instocknow-alerts-1
          100 alerts = 90 reports + 1 dead letters + 9 waiting for the handler
          !! instocknow-input-1: offset 17 led to no alert
          !! stock-data/a.parquet: is not there; crème
        NOT CLEAN: 2 findings.

        """.ReplaceLineEndings());

    [Test]
    public void Single_finding_is_one() => AuditText.Table(new AuditReport([], [], [new AuditFinding("here", "this")])).Should().Be("""
          !! here: this
        NOT CLEAN: 1 finding.

        """.ReplaceLineEndings());

    [Test]
    public void Without_an_event_log_there_is_nothing_to_audit() =>
        AuditText.Table(new AuditReport([], [], [])).Should().Be("Nothing to audit: the event log is not there yet." + Environment.NewLine);

    [Test]
    public void Program_gets_the_same_numbers() => AuditText.Json(Unclean).Should().Be("""
        {
          "clean": false,
          "readings": [
            {
              "partition": "instocknow-input-1",
              "readings": 1000,
              "alerts": 100,
              "no_alerts": 800,
              "dead_letters": 0,
              "waiting_for_filter": 99,
              "stored": 900,
              "malformed": 0,
              "waiting_for_storage": 50,
              "holds": false
            }
          ],
          "alerts": [
            {
              "partition": "instocknow-alerts-1",
              "alerts": 100,
              "reports": 90,
              "dead_letters": 1,
              "waiting_for_handler": 9,
              "holds": true
            }
          ],
          "findings": [
            {
              "where": "instocknow-input-1",
              "what": "offset 17 led to no alert"
            },
            {
              "where": "stock-data/a.parquet",
              "what": "is not there; crème"
            }
          ]
        }

        """.ReplaceLineEndings("\n"));
}
