using StockNow.Contracts.Topics;

namespace StockNow.Stages.Audit;

/// <summary>What the records of one partition must have led to, held against what was found.</summary>
/// <param name="source">The partition.</param>
/// <param name="what">What is expected of a record, such as <c>alert</c>.</param>
/// <param name="from">Records before this offset are no longer in the log and not judged.</param>
/// <param name="to">Records from this offset on are still waiting for their stage and not judged.</param>
sealed class Ledger(TopicPartition source, string what, long from, long to)
{
    readonly OffsetSet _expected = new(), _seen = new(), _double = new(), _unexpected = new();
    long _floor = long.MinValue;

    /// <summary>How many were found of what was expected.</summary>
    public long Seen => _seen.Count;

    public void Expect(long offset)
    {
        if (offset >= from && offset < to) _expected.Add(offset);
    }

    public void See(long offset)
    {
        if (offset < from || offset >= to) return;
        if (!_seen.Add(offset)) _double.Add(offset);
        if (!_expected.Contains(offset)) _unexpected.Add(offset);
    }

    /// <summary>The topic of the findings has been cut at its start: what comes before the first one left cannot be judged.</summary>
    public void IgnoreBefore(long offset) => _floor = Math.Max(_floor, offset);

    public IEnumerable<AuditFinding> Findings()
    {
        if (Say(_expected.Except(_seen).Where(offset => offset >= _floor), "is missing", "are missing") is { } missing) yield return missing;
        if (Say(_double.Except(new OffsetSet()), "is there more than once", "are there more than once") is { } twice) yield return twice;
        if (Say(_unexpected.Except(new OffsetSet()), "is there without cause", "are there without cause") is { } stray) yield return stray;
    }

    AuditFinding? Say(IEnumerable<long> offsets, string one, string many)
    {
        var (text, count) = OffsetRanges.Describe(offsets);
        return count == 0 ? null : new AuditFinding(source.ToString(), count == 1
            ? $"the {what} of offset {text} {one}" : $"the {what}s of {count} offsets {many}: {text}");
    }
}
