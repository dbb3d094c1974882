using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>The ledgers of one topic's partitions for one kind of output, filled from the outputs' source headers. All outputs are seen before the first is expected.</summary>
sealed class SourceLedgers
{
    readonly Dictionary<int, Ledger> _ledgers = [];
    readonly Dictionary<int, long> _last = [], _ends = [];
    readonly OutputRetention _retention = new();
    readonly string _topic;

    /// <param name="topic">The topic of the sources.</param>
    /// <param name="sources">Its partitions.</param>
    /// <param name="what">What is expected of a record, such as <c>alert</c>.</param>
    /// <param name="judgedTo">The offset of each partition from which on nothing is expected yet.</param>
    public SourceLedgers(string topic, IEnumerable<PartitionState> sources, string what, Func<PartitionState, long> judgedTo)
    {
        _topic = topic;
        foreach (var source in sources)
        {
            _ledgers.Add(source.Partition.Partition, new Ledger(source.Partition, what, judgedTo(source)));
            _ends.Add(source.Partition.Partition, source.End);
        }
    }

    public Ledger this[TopicPartition source] => _ledgers[source.Partition];

    /// <summary>Notes an output by its source headers.</summary>
    /// <returns>Whether they name a partition of the topic.</returns>
    public bool TrySee(in LogRecord output, TopicPartition partition)
    {
        if (!output.Headers.TryGetSource(_topic, out var source, out var offset) || !_ledgers.TryGetValue(source, out var ledger)) return false;
        _retention.See(source, offset, partition.Partition);
        ledger.See(offset);
        if (offset < _ends[source]) _last[source] = Math.Max(offset, _last.GetValueOrDefault(source));
        return true;
    }

    /// <summary>The last source of each partition that an output was seen of, among those that the log holds.</summary>
    public IReadOnlyDictionary<int, long> Last => _last;

    /// <summary>Notes what is left of the outputs' topic.</summary>
    public void CloseOutputs(IEnumerable<PartitionState> outputs) => _retention.Close(outputs);

    /// <summary>Notes that a record must have led to an output of this key and value, unless retention has taken it.</summary>
    public void Expect(TopicPartition source, long offset, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var ledger = this[source];
        ledger.Expect(offset);
        if (!ledger.HasSeen(offset) && _retention.MayHaveTaken(source.Partition, offset, key, value)) ledger.Excuse(offset);
    }

    /// <summary>The same for an output whose key and value are not known.</summary>
    public void Expect(TopicPartition source, long offset)
    {
        var ledger = this[source];
        ledger.Expect(offset);
        if (!ledger.HasSeen(offset) && _retention.MayHaveTaken(source.Partition, offset)) ledger.Excuse(offset);
    }

    /// <summary>For dead letters: whether a record that can be read today was too long for its stage, because <c>MaxReadingBytes</c> has been raised since.</summary>
    public bool HasSeenTooLong(in LogRecord source, TopicPartition partition) =>
        source.Value.Length > PipelineOptions.LowestMaxReadingBytes && this[partition].HasSeen(source.Offset);

    /// <summary>Notes from which offset on the sources were read.</summary>
    public void CloseSources(IEnumerable<PartitionState> sources)
    {
        foreach (var source in sources) this[source.Partition].From = source.Start;
    }

    public IEnumerable<AuditFinding> Findings() => _ledgers.Values.SelectMany(ledger => ledger.Findings());
}
