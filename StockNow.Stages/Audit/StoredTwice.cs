using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>
/// Finds readings that are in the lake twice although each offset is there once: the filter gave a reading up, storage stored it all the same, because it ran
/// with other settings or as another version, and then the dead letter was sent back.
/// </summary>
/// <param name="judge">Only a dead letter that can be a reading is kept in mind: no other can have been stored.</param>
/// <param name="rows">The rows of the input topic.</param>
sealed class StoredTwice(RecordJudge judge, SourceLedgers rows)
{
    readonly Dictionary<(int Partition, long Offset), TopicPartitionOffset> _sources = [];
    readonly SortedDictionary<int, OffsetSet> _twice = [];

    /// <summary>Notes a dead letter.</summary>
    public void Take(in LogRecord deadLetter, TopicPartition partition)
    {
        if (!deadLetter.Headers.TryGetSource(TopicNames.Input, out var source, out var offset) || !rows.Has(source)
            || judge.Read(deadLetter.Value, out _) == Judgement.Malformed)
            return;
        _sources[(partition.Partition, deadLetter.Offset)] = new TopicPartitionOffset(new TopicPartition(TopicNames.Input, source), offset);
    }

    /// <summary>Notes a reading that was made from a dead letter.</summary>
    public void See(in LogRecord reading, TopicPartition partition)
    {
        if (_sources.Count == 0 || !reading.Headers.TryGetSource(TopicNames.DeadLetters, out var number, out var offset)
            || !_sources.TryGetValue((number, offset), out var source))
            return;
        if (!rows[source.Partition].HasSeen(source.Offset) || !rows[partition].HasSeen(reading.Offset)) return;
        if (!_twice.TryGetValue(source.Partition.Partition, out var set)) _twice[source.Partition.Partition] = set = new OffsetSet();
        set.Add(source.Offset);
    }

    public IEnumerable<AuditFinding> Findings() => _twice.Select(partition =>
    {
        var (text, count) = OffsetRanges.Describe(partition.Value.Except(new OffsetSet()));
        return new AuditFinding(new TopicPartition(TopicNames.Input, partition.Key).ToString(),
            $"{Plural.Of(count, "reading")} {(count == 1 ? "is" : "are")} in the lake twice, once as stored and once from a dead letter that was sent back: "
            + $"{(count == 1 ? "offset" : "offsets")} {text}. "
            + "The filter and storage judged by different settings or versions");
    });

    readonly record struct TopicPartitionOffset(TopicPartition Partition, long Offset);
}
