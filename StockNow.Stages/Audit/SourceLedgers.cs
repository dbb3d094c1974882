using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>The ledgers of one topic's partitions for one kind of output, filled from the outputs' source headers.</summary>
sealed class SourceLedgers
{
    readonly Dictionary<int, Ledger> _ledgers = [];
    readonly Dictionary<(int Source, int Output), long> _firstSeen = [];
    readonly string _what;

    /// <param name="sources">The topic's partitions.</param>
    /// <param name="what">What is expected of a record, such as <c>alert</c>.</param>
    /// <param name="judgedTo">The offset of each partition from which on nothing is expected yet.</param>
    public SourceLedgers(IEnumerable<PartitionState> sources, string what, Func<PartitionState, long> judgedTo)
    {
        _what = what;
        foreach (var source in sources)
            _ledgers.Add(source.Partition.Partition, new Ledger(source.Partition, what, source.Start, judgedTo(source)));
    }

    public Ledger this[TopicPartition source] => _ledgers[source.Partition];

    /// <summary>Notes an output by its source headers.</summary>
    /// <returns>The finding, when it has none or they name no partition of the topic.</returns>
    public AuditFinding? See(in LogRecord output, TopicPartition partition)
    {
        if (!output.Headers.TryGetSource(out var source, out var offset) || !_ledgers.TryGetValue(source, out var ledger))
            return new AuditFinding(partition.ToString(), $"the {_what} at offset {output.Offset} does not say which record it was made from; another program may have written it");
        _firstSeen.TryAdd((source, partition.Partition), offset);
        ledger.See(offset);
        return null;
    }

    /// <summary>Outputs of a partition that was cut at its start may be gone by retention: nothing before the first one left is missed.</summary>
    public void AllowForRetention(PartitionState outputs)
    {
        if (outputs.Start == 0) return;
        foreach (var (source, ledger) in _ledgers)
            ledger.MissNothingBefore(_firstSeen.GetValueOrDefault((source, outputs.Partition.Partition), long.MaxValue));
    }

    public IEnumerable<AuditFinding> Findings() => _ledgers.Values.SelectMany(ledger => ledger.Findings());
}
