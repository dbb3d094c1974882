using StockNow.Contracts.Topics;

namespace StockNow.Stages.Audit;

/// <summary>What the records of one partition must have led to, held against what was found.</summary>
/// <param name="source">The partition.</param>
/// <param name="what">What is expected of a record, such as <c>alert</c>.</param>
/// <param name="from">Records before this offset are no longer in the log and not judged.</param>
/// <param name="to">Records from this offset on are still waiting for their stage and not judged.</param>
sealed class Ledger(TopicPartition source, string what, long from, long to)
{
    static readonly OffsetSet Nothing = new();

    readonly OffsetSet _expected = new(), _seen = new(), _double = new();
    long _floor = long.MinValue;

    /// <summary>How many offsets were found, each counted once.</summary>
    public long Seen => _seen.Count;

    public void Expect(long offset)
    {
        if (IsJudged(offset)) _expected.Add(offset);
    }

    public void See(long offset)
    {
        if (IsJudged(offset) && !_seen.Add(offset)) _double.Add(offset);
    }

    /// <summary>The topic of what is found has been cut at its start: what comes before this offset cannot be missed.</summary>
    public void MissNothingBefore(long offset) => _floor = Math.Max(_floor, offset);

    /// <summary>How many are expected and may not be missed, but for those before the floor.</summary>
    public long CutOff => _expected.Except(_seen).Count(offset => offset < _floor);

    public IEnumerable<AuditFinding> Findings() => new[]
    {
        Say(_expected.Except(_seen).Where(offset => offset >= _floor), "missing"),
        Say(_double.Except(Nothing), "there more than once"),
        Say(_seen.Except(_expected), "there without a cause"),
    }.OfType<AuditFinding>();

    bool IsJudged(long offset) => offset >= from && offset < to;

    AuditFinding? Say(IEnumerable<long> offsets, string fault)
    {
        var (text, count) = OffsetRanges.Describe(offsets);
        return count switch
        {
            0 => null,
            1 => new AuditFinding(source.ToString(), $"the {what} of offset {text} is {fault}"),
            _ => new AuditFinding(source.ToString(), $"the {what}s of {count} offsets are {fault}: {text}"),
        };
    }
}
