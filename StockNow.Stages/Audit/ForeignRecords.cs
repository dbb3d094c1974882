using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Gathers records of the stages' topics that do not say which record they were made from.</summary>
sealed class ForeignRecords
{
    static readonly OffsetSet None = new();

    readonly Dictionary<(TopicPartition Partition, string What), OffsetSet> _offsets = [];

    public void Take(string what, in LogRecord record, TopicPartition partition)
    {
        if (!_offsets.TryGetValue((partition, what), out var offsets)) _offsets[(partition, what)] = offsets = new OffsetSet();
        offsets.Add(record.Offset);
    }

    public IEnumerable<AuditFinding> Findings() => _offsets.Select(one => Say(one.Key.Partition, one.Key.What, OffsetRanges.Describe(one.Value.Except(None))));

    static AuditFinding Say(TopicPartition partition, string what, (string Text, long Count) offsets) => new(partition.ToString(), offsets.Count == 1
        ? $"the {what} at offset {offsets.Text} does not say which record it was made from; another program may have written it"
        : $"the {what}s at {offsets.Count} offsets do not say which record they were made from; another program may have written them: {offsets.Text}");
}
