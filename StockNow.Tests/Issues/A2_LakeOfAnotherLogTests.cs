using System.Runtime.CompilerServices;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>A lake is held against the event log that it should be of: ranges that are gone, and ranges of a log that is gone.</summary>
sealed class A2_LakeOfAnotherLogTests
{
    static readonly TopicPartition Partition = new(TopicNames.Input, 0);

    static readonly Log Full = new(records: 20_410, start: 0);

    [Test]
    public async Task Ranges_that_storage_has_committed_and_the_lake_does_not_hold_are_named() =>
        (await MissingAsync(committed: 20_410, Chain("here", 17_000))).Should()
        .Equal("instocknow-input-0: storage has committed offset 20410, but the lake holds its ranges only up to offset 16999: "
            + "up to 3,410 readings that were stored are not there. Bring the ranges back from a backup of the lake, or start storage: it stores again what "
            + "the event log still holds");

    [Test]
    public async Task A_lake_that_was_removed_is_missed() =>
        (await MissingAsync(committed: 20_410)).Should().ContainSingle().Which.Should()
        .StartWith("instocknow-input-0: storage has committed offset 20410, but the lake holds no range of it: up to 20,410 readings");

    [Test]
    public async Task A_lake_that_holds_what_was_committed_or_more_is_whole()
    {
        (await MissingAsync(committed: 17_000, Chain("here", 17_000))).Should().BeEmpty();
        (await MissingAsync(committed: 16_000, Chain("here", 17_000))).Should().BeEmpty();
        (await MissingAsync(committed: null, Chain("here", 17_000))).Should().BeEmpty();
        (await MissingAsync(committed: 0)).Should().BeEmpty("a group that has only just met the partition has stored nothing");
    }

    [Test]
    public async Task Markers_of_transactions_after_the_last_range_are_no_lost_range()
    {
        var log = new Log(records: 17_000, start: 0, markers: 3);
        (await MissingAsync(17_003, log, Chain("here", 17_000))).Should().BeEmpty();
        (await MissingAsync(17_003, log, Chain("here", 16_999))).Should().ContainSingle();

        var cut = new Log(records: 17_000, start: 17_002, markers: 3);
        (await MissingAsync(17_003, cut, Chain("here", 17_000))).Should().BeEmpty();
        (await MissingAsync(17_003, cut, Chain("here", 16_000))).Should().ContainSingle("no transactions have so many markers in a row");
    }

    [Test]
    public async Task A_committed_offset_after_the_end_of_the_log_says_that_the_log_has_lost_records() =>
        (await MissingAsync(committed: 20_500, Chain("here", 20_410))).Should()
        .Equal("instocknow-input-0: storage has committed offset 20500, but the log ends at 20410: the log has lost records");

    [Test]
    public void A_lake_that_holds_only_ranges_of_a_log_that_is_gone_is_a_finding()
    {
        new LakeOfLog("", new LakeReport([Chain("gone", 84_533), Chain("gone", 7, partition: 1)], [])).GoneLogs().Should().ContainSingle()
            .Which.What.Should().StartWith("it holds 84,540 rows of event log gone, which is not there. ");
        new LakeOfLog("here", new LakeReport([Chain("gone", 84_533)], [])).GoneLogs().Should().ContainSingle()
            .Which.What.Should().StartWith("it holds 84,533 rows of event log gone, which is not there; the event log that is there is here. ");
    }

    [Test]
    public void Ranges_of_another_log_beside_those_of_this_one_are_reported_but_no_finding()
    {
        var lake = new LakeOfLog("here", new LakeReport([Chain("before", 40), Chain("here", 30)], []));

        lake.GoneLogs().Should().BeEmpty();
        lake.Notes().Should().Equal("the lake also holds 40 rows of event log before, which is another than this one (here): not judged. If it is gone and "
            + "its readings were sent again, they are there twice");
    }

    static Task<IEnumerable<string>> MissingAsync(long? committed, params ChainSummary[] chains) => MissingAsync(committed, Full, chains);

    static async Task<IEnumerable<string>> MissingAsync(long? committed, Log log, params ChainSummary[] chains) => (await LostRanges.FindAsync(
        log, await log.DescribeAsync(TopicNames.Input, default), new LakeOfLog("here", new LakeReport(chains, [])).Chains, committed is { } next
        ? new Dictionary<int, long> { [0] = next } : [], default))
        .Select(finding => $"{finding.Where}: {finding.What}");

    static ChainSummary Chain(string cluster, long next, int partition = 0) =>
        new(new ChainId(cluster, Partition with { Partition = partition }), 0, next, next, 1, next, 0, next, 1, 0);

    /// <summary>A partition of records, after which markers of transactions take offsets, as in Kafka.</summary>
    sealed class Log(long records, long start, long markers = 0) : EventLogDouble
    {
        public override Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) =>
            Task.FromResult<IReadOnlyList<PartitionState>>([new(Partition, start, records + markers)]);

        public override async IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to,
            [EnumeratorCancellation] CancellationToken stop)
        {
            await Task.Yield();
            var batch = new RecordBatch();
            batch.Reset(partition, from);
            for (var offset = Math.Max(from, start); offset < Math.Min(to, records) && batch.Count < 10; offset++)
                batch.Add(offset, 0, "key"u8, "value"u8, default);
            if (batch.Count > 0) yield return batch;
        }
    }
}
