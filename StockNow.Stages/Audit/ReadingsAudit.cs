using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>What became of the readings: alerts, dead letters and rows.</summary>
sealed class ReadingsAudit
{
    readonly ReadingReader _reader;
    readonly AlertRuleKind _rule;
    readonly IReadOnlyList<PartitionState> _partitions;
    readonly SourceLedgers _rows;
    readonly Dictionary<int, Counts> _counts = [];

    public ReadingsAudit(
        IReadOnlyList<PartitionState> partitions, IReadOnlyDictionary<int, long> filtered, StoredOffsets stored, LakeReport lake, AlertRuleKind rule, int maxReadingBytes)
    {
        (_partitions, _rule, _reader) = (partitions, rule, new ReadingReader(maxReadingBytes));
        var chains = lake.Chains.Where(chain => chain.Id.Cluster == stored.Cluster).ToDictionary(chain => chain.Id.Partition);
        foreach (var partition in partitions)
        {
            _counts[partition.Partition.Partition] = new Counts
            {
                FilteredTo = filtered.GetValueOrDefault(partition.Partition.Partition, partition.Start),
                StoredTo = chains.TryGetValue(partition.Partition, out var chain) ? chain.Settled : partition.Start,
                Chain = chain,
            };
        }
        Alerts = new SourceLedgers(TopicNames.Input, partitions, "alert", FilteredTo);
        DeadLetters = new SourceLedgers(TopicNames.Input, partitions, "dead letter", FilteredTo);
        _rows = new SourceLedgers(TopicNames.Input, partitions, "row", partition => Of(partition.Partition).StoredTo);
        foreach (var partition in partitions) stored.TellTo(_rows[partition.Partition], partition.Partition);

        long FilteredTo(PartitionState partition) => Of(partition.Partition).FilteredTo;
    }

    public SourceLedgers Alerts { get; }

    public SourceLedgers DeadLetters { get; }

    /// <summary>Notes what a reading must lead to.</summary>
    public void Take(in LogRecord record, TopicPartition partition)
    {
        var counts = Of(partition);
        counts.Records++;
        var isReading = _reader.TryRead(record.Value, out var reading, out _);
        var wasTooLong = isReading && DeadLetters.HasSeenTooLong(record, partition);
        if (record.Offset >= counts.FilteredTo) counts.WaitingForFilter++;
        else if (!isReading || wasTooLong) DeadLetters.Expect(partition, record.Offset, record.Key, record.Value);
        else if (AlertRule.IsAlert(_rule, reading)) Alerts.Expect(partition, record.Offset, record.Key, record.Value);
        else counts.NoAlerts++;

        if (record.Offset >= counts.StoredTo) counts.WaitingForStorage++;
        else if (isReading && (!wasTooLong || _rows[partition].HasSeen(record.Offset))) _rows[partition].Expect(record.Offset);
        else counts.Malformed++;
    }

    /// <summary>Notes from which offset on the readings were read.</summary>
    public void Close(IReadOnlyList<PartitionState> read)
    {
        foreach (var ledgers in new[] { Alerts, DeadLetters, _rows }) ledgers.CloseSources(read);
    }

    public IReadOnlyList<ReadingsEquation> Equations() => [.. _partitions.Select(state =>
    {
        var (partition, counts) = (state.Partition, Of(state.Partition));
        return new ReadingsEquation(partition, counts.Records, Alerts[partition].Accounted, counts.NoAlerts,
            DeadLetters[partition].Accounted, counts.WaitingForFilter, _rows[partition].Accounted, counts.Malformed, counts.WaitingForStorage);
    })];

    public IEnumerable<AuditFinding> Findings() =>
        Alerts.Findings().Concat(DeadLetters.Findings()).Concat(_rows.Findings()).Concat(_partitions.SelectMany(AheadOfLog)).Concat(_partitions.SelectMany(MalformedMiscounted));

    IEnumerable<AuditFinding> AheadOfLog(PartitionState partition)
    {
        var counts = Of(partition.Partition);
        if (counts.FilteredTo > partition.End)
            yield return new AuditFinding(partition.Partition.ToString(), $"the filter has read up to offset {counts.FilteredTo}, but the log ends at {partition.End}: the log has lost records");
        if (counts.Chain is { } chain && chain.Next > partition.End)
            yield return new AuditFinding(partition.Partition.ToString(), $"the lake holds offsets up to {chain.Next}, but the log ends at {partition.End}: the log has lost records");
    }

    // Comparable only while the log still holds all that the chain has counted.
    IEnumerable<AuditFinding> MalformedMiscounted(PartitionState partition)
    {
        var counts = Of(partition.Partition);
        if (counts.Chain is { } chain && chain.Settled == chain.Next && partition.Start <= chain.Start && chain.Malformed != counts.Malformed)
            yield return new AuditFinding(partition.Partition.ToString(), $"the intents count {chain.Malformed} malformed records, the log holds {counts.Malformed}");
    }

    Counts Of(TopicPartition partition) => _counts[partition.Partition];

    sealed class Counts
    {
        public required long FilteredTo { get; init; }
        public required long StoredTo { get; init; }
        public required ChainSummary? Chain { get; init; }
        public long Records { get; set; }
        public long NoAlerts { get; set; }
        public long Malformed { get; set; }
        public long WaitingForFilter { get; set; }
        public long WaitingForStorage { get; set; }
    }
}
