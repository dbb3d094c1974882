using StockNow.Contracts.Topics;
using StockNow.Host.Commands;
using StockNow.Stages.Audit;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Table;

namespace StockNow.Tests.Commands;

/// <summary>A verification of the lake as a person and as a program reads it.</summary>
sealed class LakeReportTextTests
{
    static readonly ChainId Id = new("c1", new TopicPartition(TopicNames.Input, 0));

    static readonly LakeReport Unclean = new(
        [new ChainSummary(Id, Start: 0, PublishedTo: 80_000, Next: 84_533, Intents: 3, Records: 84_533, Malformed: 3,
            Rows: 84_000, Files: 1_400, OpenFiles: 2)],
        [new LakeFinding(FindingKind.MissingFile, "stock-data/a.parquet", "'stock-data/a.parquet' is not there.")]);

    [Test]
    public void Every_partition_has_its_sums_and_every_fault_its_sentence() => LakeReportText.Table("local folder /srv/lake", Unclean, [new AuditFinding("instocknow-input-0", "storage has committed offset 9")], "no log.").Should().Be("""
        Lake: local folder /srv/lake
        instocknow-input-0 of event log c1
          offsets 0 to 84,532: 3 ranges, 84,533 records = 84,000 rows in 1,400 files + 3 malformed
          the newest range still lacks 2 files; its writer is at work or finishes it when it starts again
          note: no log.
          !! 'stock-data/a.parquet' is not there.
          !! instocknow-input-0: storage has committed offset 9
        NOT CLEAN: 2 findings.

        """.ReplaceLineEndings());

    [Test]
    public void Whole_lake_is_called_clean() => LakeReportText.Table("local folder /srv/lake", new LakeReport([new ChainSummary(Id, 0, 10, 10, 1, 10, 1, 9, 1, 0)], []), [], null).Should().Be("""
        Lake: local folder /srv/lake
        instocknow-input-0 of event log c1
          offsets 0 to 9: 1 range, 10 records = 9 rows in 1 file + 1 malformed
        Clean: every range is there, every row once.

        """.ReplaceLineEndings());

    [Test]
    public void Chain_that_has_only_begun_holds_no_offsets() => LakeReportText.Table("local folder /srv/lake", new LakeReport([new ChainSummary(Id, 17, 17, 17, 0, 0, 0, 0, 0, 0)], []), [], null).Should().Be("""
        Lake: local folder /srv/lake
        instocknow-input-0 of event log c1
          begins at offset 17; no range is stored yet
        Clean: every range is there, every row once.

        """.ReplaceLineEndings());

    [Test]
    public void Empty_lake_has_nothing_to_verify() => LakeReportText.Table("local folder /srv/lake", new LakeReport([], []), [], null).Should().Be("""
        Lake: local folder /srv/lake
        Nothing to verify: the lake is empty. Is DataFolder right?

        """.ReplaceLineEndings());

    [Test]
    public void Program_gets_the_same_numbers() => LakeReportText.Json("local folder /srv/lake", Unclean, [new AuditFinding("instocknow-input-0", "storage has committed offset 9")], "no log").Should().Be("""
        {
          "lake": "local folder /srv/lake",
          "clean": false,
          "empty": false,
          "partitions": [
            {
              "cluster": "c1",
              "partition": "instocknow-input-0",
              "start": 0,
              "next": 84533,
              "intents": 3,
              "records": 84533,
              "malformed": 3,
              "rows": 84000,
              "files": 1400,
              "open_files": 2,
              "dropped": 0
            }
          ],
          "notes": [
            "no log"
          ],
          "findings": [
            {
              "kind": "MissingFile",
              "key": "stock-data/a.parquet",
              "sentence": "'stock-data/a.parquet' is not there."
            },
            {
              "kind": "MissingRanges",
              "key": "instocknow-input-0",
              "sentence": "storage has committed offset 9"
            }
          ]
        }

        """.ReplaceLineEndings("\n"));
}
