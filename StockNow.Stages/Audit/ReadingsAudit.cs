using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>What became of the readings: alerts, dead letters and rows.</summary>
sealed class ReadingsAudit
{
    readonly RecordJudge _judge;
    readonly StoredTwice _twice;
    long _unlikeStorage, _unlikeFilter;
    readonly AlertRuleKind _rule;
    readonly IReadOnlyList<PartitionState> _partitions;
    readonly SourceLedgers _rows;
    readonly RowsOfLog _lake;
    readonly Dictionary<int, Counts> _counts = [];

    /// <param name="input">The topic of the readings.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="filtered">The offset of each partition that the filter's group had committed when the audit began.</param>
    /// <param name="lake">The rows.</param>
    /// <param name="rule">Says which readings are alerts.</param>
    /// <param name="limits">How much a reading may hold.</param>
    public ReadingsAudit(AuditedTopic input, ConsumerGroup filter, IReadOnlyDictionary<int, long> filtered, RowsOfLog lake, AlertRuleKind rule,
        ReadingLimits limits)
    {
        (_partitions, _lake, _rule, _judge) = (input.Partitions, lake, rule, new RecordJudge(limits));
        foreach (var partition in input.Partitions)
        {
            _counts[partition.Partition.Partition] = new Counts
            {
                FilteredTo = filtered.GetValueOrDefault(partition.Partition.Partition, partition.Start),
                StoredTo = StoredTo(partition, lake.Chains.GetValueOrDefault(partition.Partition),
                lake.Committed.GetValueOrDefault(partition.Partition.Partition)),
                Chain = lake.Chains.GetValueOrDefault(partition.Partition),
            };
        }
        Alerts = new SourceLedgers(input, "alert", FilteredTo);
        DeadLetters = new SourceLedgers(input, "dead letter", FilteredTo, filter.Stage);
        _rows = new SourceLedgers(input, "row", partition => Of(partition.Partition).StoredTo);
        _twice = new StoredTwice(_judge, _rows);
        foreach (var partition in input.Partitions) lake.Offsets.TellTo(_rows[partition.Partition], partition.Partition);

        long FilteredTo(PartitionState partition) => Of(partition.Partition).FilteredTo;
    }

    public SourceLedgers Alerts { get; }

    public SourceLedgers DeadLetters { get; }

    /// <summary>Notes a dead letter, before the readings are noted.</summary>
    public void TakeDeadLetter(in LogRecord deadLetter, TopicPartition partition) => _twice.Take(deadLetter, partition);

    /// <summary>Notes what a reading must lead to.</summary>
    public void Take(in LogRecord record, TopicPartition partition)
    {
        var counts = Of(partition);
        counts.Records++;
        var judgement = _judge.Read(record.Value, out var reading);
        var isStored = _rows[partition].HasSeen(record.Offset);
        var wasRefused = judgement != Judgement.Reading
            && DeadLetters.MayHaveSeen(record, partition, hasOther: isStored || Alerts[partition].HasSeen(record.Offset));
        var isReading = judgement == Judgement.Reading || (judgement == Judgement.ReadingNow && !wasRefused)
            || (judgement == Judgement.ReadingOnce && !wasRefused && (isStored || Alerts[partition].HasSeen(record.Offset)));
        if (record.Offset >= counts.FilteredTo) counts.WaitingForFilter++;
        else if (!isReading || DeadLetters.HasSeenUnprocessable(record, partition)) DeadLetters.Expect(partition, record.Offset, record.Key, record.Value);
        else if (!AlertRule.IsAlert(_rule, reading)) counts.NoAlerts++;
        else if (record.Key.SequenceEqual(reading.SensorId)) Alerts.Expect(partition, record.Offset, record.Key, record.Value);
        else Alerts.Expect(partition, record.Offset); // earlier versions kept a key that is not the sensor's

        _twice.See(record, partition);
        if (judgement is Judgement.ReadingNow or Judgement.ReadingOnce)
        {
            if (isReading && !isStored && record.Offset < counts.StoredTo) _unlikeStorage++;
            if (!isReading && !wasRefused && record.Offset < counts.FilteredTo) _unlikeFilter++;
        }

        if (record.Offset >= counts.StoredTo) counts.WaitingForStorage++;
        else if (isReading && _lake.Dropped.Holds(_lake.Offsets.Cluster, partition, record.Offset, reading.TimestampMs)) counts.Dropped++;
        else if (isReading || (judgement != Judgement.Malformed && isStored)) _rows[partition].Expect(record.Offset);
        else counts.Malformed++;
    }

    /// <summary>Notes from which offset on the readings were read.</summary>
    public void Close(IReadOnlyList<ScannedPartition> read)
    {
        foreach (var ledgers in new[] { Alerts, DeadLetters, _rows }) ledgers.CloseSources(read);
    }

    public IReadOnlyList<ReadingsEquation> Equations() => [.. _partitions.Select(state =>
    {
        var (partition, counts) = (state.Partition, Of(state.Partition));
        return new ReadingsEquation(partition, counts.Records, Alerts[partition].Accounted, counts.NoAlerts,
            DeadLetters[partition].Accounted, counts.WaitingForFilter, _rows[partition].Accounted, counts.Malformed, counts.WaitingForStorage,
            Alerts[partition].Missing + DeadLetters[partition].Missing, _rows[partition].Missing, counts.Dropped);
    })];

    public IEnumerable<string> Notes() => Alerts.Notes().Concat(DeadLetters.Notes()).Concat(OtherSettings());

    // Two stages that judge one reading differently leave it without a row and without a dead letter.
    IEnumerable<string> OtherSettings()
    {
        const string Cause = "with other settings (MaxReadingBytes, MaxIdBytes, MaxUnknownMembers, MaxUnknownDepth) or as another version than these settings "
            + "say";
        if (_unlikeStorage > 0) yield return $"of the missing rows, {_unlikeStorage} can be refused as malformed: storage ran {Cause}";
        if (_unlikeFilter > 0) yield return $"of the missing dead letters, {_unlikeFilter} can be accepted as readings: the filter ran {Cause}";
    }

    public IEnumerable<AuditFinding> Findings() =>
        Alerts.Findings().Concat(DeadLetters.Findings()).Concat(_rows.Findings()).Concat(_twice.Findings()).Concat(_partitions.SelectMany(AheadOfLog))
        .Concat(_partitions.SelectMany(MalformedMiscounted));

    IEnumerable<AuditFinding> AheadOfLog(PartitionState partition)
    {
        var counts = Of(partition.Partition);
        if (counts.FilteredTo > partition.End)
            yield return new AuditFinding(partition.Partition.ToString(),
                $"the filter has read up to offset {counts.FilteredTo}, but the log ends at {partition.End}: the log has lost records");
        if (counts.Chain is { } chain && chain.Next > partition.End)
            yield return new AuditFinding(partition.Partition.ToString(),
                $"the lake holds offsets up to {chain.Next}, but the log ends at {partition.End}: the log has lost records");
    }

    // Comparable only while the log still holds all that the chain has counted.
    IEnumerable<AuditFinding> MalformedMiscounted(PartitionState partition)
    {
        var counts = Of(partition.Partition);
        if (counts.Chain is { } chain && chain.PublishedTo == chain.Next && partition.Start <= chain.Start && chain.Malformed != counts.Malformed)
            yield return new AuditFinding(partition.Partition.ToString(),
                $"the intents count {chain.Malformed} malformed records, the log holds {counts.Malformed}");
    }

    // What storage has committed and the lake no longer holds is missing, not waiting.
    static long StoredTo(PartitionState partition, ChainSummary? chain, long committed) =>
        chain is null ? Math.Max(partition.Start, committed) : committed > chain.Next ? committed : chain.PublishedTo;

    Counts Of(TopicPartition partition) => _counts[partition.Partition];

    sealed class Counts
    {
        public required long FilteredTo { get; init; }
        public required long StoredTo { get; init; }
        public required ChainSummary? Chain { get; init; }
        public long Records { get; set; }
        public long NoAlerts { get; set; }
        public long Malformed { get; set; }
        public long Dropped { get; set; }
        public long WaitingForFilter { get; set; }
        public long WaitingForStorage { get; set; }
    }
}
