using StockNow.Contracts.Topics;

namespace StockNow.Stages.Audit;

/// <summary>What the records of one partition must have led to, held against what was found; told in any order.</summary>
/// <param name="source">The partition.</param>
/// <param name="what">What is expected of a record, such as <c>alert</c>.</param>
/// <param name="to">Records from this offset on are still waiting for their stage and not judged.</param>
sealed class Ledger(TopicPartition source, string what, long to)
{
    static readonly OffsetSet Nothing = new();

    readonly OffsetSet _expected = new(), _excused = new(), _seen = new(), _double = new();

    /// <summary>Records before this offset are no longer in the log and not judged.</summary>
    public long From { get; set; } = long.MinValue;

    /// <summary>How many are accounted for, each counted once: found, or excused.</summary>
    public long Accounted => _seen.Except(Nothing).Concat(_excused.Except(_seen)).LongCount(IsJudged);

    public void Expect(long offset) => _expected.Add(offset);

    /// <summary>What is expected of an offset may be gone, or not be there yet, without a fault.</summary>
    public void Excuse(long offset) => _excused.Add(offset);

    public void See(long offset)
    {
        if (!_seen.Add(offset)) _double.Add(offset);
    }

    public bool HasSeen(long offset) => _seen.Contains(offset);

    public IEnumerable<AuditFinding> Findings() => new[]
    {
        Say(_expected.Except(_seen).Where(offset => !_excused.Contains(offset)), "missing"),
        Say(_double.Except(Nothing), "there more than once"),
        Say(_seen.Except(_expected), "there without a cause"),
    }.OfType<AuditFinding>();

    bool IsJudged(long offset) => offset >= From && offset < to;

    AuditFinding? Say(IEnumerable<long> offsets, string fault)
    {
        var (text, count) = OffsetRanges.Describe(offsets.Where(IsJudged));
        return count switch
        {
            0 => null,
            1 => new AuditFinding(source.ToString(), $"the {what} of offset {text} is {fault}"),
            _ => new AuditFinding(source.ToString(), $"the {what}s of {count} offsets are {fault}: {text}"),
        };
    }
}
