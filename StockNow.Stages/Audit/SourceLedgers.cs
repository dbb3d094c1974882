using System.Text;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>
/// The ledgers of one topic's partitions for one kind of output, filled from the outputs' source headers. All outputs are seen before the first is expected.
/// </summary>
sealed class SourceLedgers
{
    static readonly byte[] Unprocessable = Encoding.UTF8.GetBytes(DropReason.Unprocessable.Name());

    readonly Dictionary<int, Ledger> _ledgers = [];
    readonly Dictionary<int, long> _last = [], _ends = [];
    readonly Dictionary<int, OffsetSet> _unprocessable = [];
    readonly SortedDictionary<int, long> _ofNoPartition = [];
    readonly OtherLogs _otherLogs;
    readonly OutputRetention _retention = new();
    readonly string _topic, _what;
    readonly string? _stage;

    /// <param name="source">The topic of the sources.</param>
    /// <param name="what">What is expected of a record, such as <c>alert</c>.</param>
    /// <param name="judgedTo">The offset of each partition from which on nothing is expected yet.</param>
    /// <param name="stage">For dead letters: the stage that writes them.</param>
    public SourceLedgers(AuditedTopic source, string what, Func<PartitionState, long> judgedTo, string? stage = null)
    {
        _stage = stage;
        (_topic, _what, _otherLogs) = (source.Name, what, new OtherLogs(source, what));
        foreach (var partition in source.Partitions)
        {
            _ledgers.Add(partition.Partition.Partition, new Ledger(partition.Partition, what, judgedTo(partition)));
            _ends.Add(partition.Partition.Partition, partition.End);
        }
    }

    /// <summary>Whether the topic has a partition.</summary>
    public bool Has(int partition) => _ledgers.ContainsKey(partition);

    public Ledger this[TopicPartition source] => _ledgers[source.Partition];

    /// <summary>Notes an output by its source headers.</summary>
    /// <returns>Whether they name the topic, and for dead letters the stage.</returns>
    public bool TrySee(in LogRecord output, TopicPartition partition)
    {
        if (_stage is not null && output.Headers.TryGet(HeaderNames.Stage, out ReadOnlySpan<byte> stage) && !Ascii.Equals(stage, _stage)) return false;
        if (!output.Headers.TryGetSource(_topic, out var source, out var offset)) return false;
        if (_otherLogs.TryCount(output.Headers)) return true;
        if (!_ledgers.TryGetValue(source, out var ledger))
        {
            _ofNoPartition[source] = _ofNoPartition.GetValueOrDefault(source) + 1;
            return true;
        }
        _retention.See(source, offset, partition.Partition);
        ledger.See(offset);
        if (output.Headers.TryGet(HeaderNames.Reason, out ReadOnlySpan<byte> reason) && reason.SequenceEqual(Unprocessable)) SetOf(source).Add(offset);
        if (offset < _ends[source]) _last[source] = Math.Max(offset, _last.GetValueOrDefault(source));
        return true;
    }

    /// <summary>The last source of each partition that an output was seen of, among those that the log holds.</summary>
    public IReadOnlyDictionary<int, long> Last => _last;

    /// <summary>Notes what is left of the outputs' topic.</summary>
    public void CloseOutputs(IEnumerable<ScannedPartition> outputs) => _retention.Close(outputs.Select(output => output.State));

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

    /// <summary>
    /// For dead letters: whether there is or was one of a record that other settings than today's may have refused; retention may have taken it.
    /// </summary>
    /// <param name="source">The record.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="hasOther">Whether what a good record leads to was found.</param>
    public bool MayHaveSeen(in LogRecord source, TopicPartition partition, bool hasOther) =>
        this[partition].HasSeen(source.Offset) || (!hasOther && _retention.MayHaveTaken(partition.Partition, source.Offset, source.Key, source.Value));

    /// <summary>
    /// For dead letters: whether one stands in place of what a good record should have led to, because its stage failed on it again and again.
    /// </summary>
    public bool HasSeenUnprocessable(in LogRecord source, TopicPartition partition) =>
        _unprocessable.TryGetValue(partition.Partition, out var offsets) && offsets.Contains(source.Offset);

    /// <summary>Notes which of the sources were read.</summary>
    public void CloseSources(IEnumerable<ScannedPartition> sources)
    {
        foreach (var source in sources)
        {
            var ledger = this[source.State.Partition];
            ledger.From = source.State.Start;
            foreach (var (from, to) in source.Unread) ledger.Lose(from, to);
        }
    }

    public IEnumerable<AuditFinding> Findings()
    {
        foreach (var finding in _ledgers.Values.SelectMany(ledger => ledger.Findings())) yield return finding;
        if (_ofNoPartition.Count == 0) yield break;
        var count = _ofNoPartition.Values.Sum();
        yield return new AuditFinding(_topic,
            $"{Plural.Of(count, _what)} {(count == 1 ? "was" : "were")} made from a partition that it does not have "
            + $"({OffsetRanges.Describe(_ofNoPartition.Keys.Select(number => (long)number)).Text}). "
            + "The topic was recreated with fewer partitions, or another program wrote them");
    }

    /// <summary>What was not judged, and why.</summary>
    public IEnumerable<string> Notes() => _otherLogs.Notes();

    OffsetSet SetOf(int source) => _unprocessable.TryGetValue(source, out var set) ? set : _unprocessable[source] = new OffsetSet();
}
