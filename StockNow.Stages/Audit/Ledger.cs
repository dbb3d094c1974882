using StockNow.Contracts.Topics;

namespace StockNow.Stages.Audit;

/// <summary>What the records of one partition must have led to, compared with what was found; noted in any order.</summary>
/// <param name="source">The partition.</param>
/// <param name="what">What is expected of a record, such as <c>alert</c>.</param>
/// <param name="to">Records from this offset on are still waiting for their stage and not judged.</param>
sealed class Ledger(TopicPartition source, string what, long to)
{
    static readonly OffsetSet Nothing = new();

    readonly OffsetSet _expected = new(), _excused = new(), _seen = new(), _double = new();
    readonly List<(long From, long To)> _unknown = [];

    /// <summary>Records before this offset are no longer in the log and not judged.</summary>
    public long From { get; set; } = long.MinValue;

    /// <summary>Of how many records what was expected is there, or may have been removed by retention; each record counts once.</summary>
    public long Accounted => _expected.Except(Nothing).LongCount(offset => IsJudged(offset) && (_seen.Contains(offset) || _excused.Contains(offset)));

    /// <summary>Of how many records what was expected is not there.</summary>
    public long Missing => MissingOffsets().LongCount();

    public void Expect(long offset) => _expected.Add(offset);

    /// <summary>What is expected of an offset may be gone, or not be there yet, without a fault.</summary>
    public void Excuse(long offset) => _excused.Add(offset);

    /// <summary>The log has lost the records from an offset up to, but not including, another: nothing can be said about them.</summary>
    public void Lose(long from, long to) => _unknown.Add((from, to));

    public void See(long offset)
    {
        if (!_seen.Add(offset)) _double.Add(offset);
    }

    public bool HasSeen(long offset) => _seen.Contains(offset);

    public IEnumerable<AuditFinding> Findings() => new[]
    {
        Say(MissingOffsets(), "missing"),
        Say(_double.Except(Nothing).Where(IsJudged), "there more than once"),
        Say(_seen.Except(_expected).Where(IsJudged), "there without a cause"),
    }.OfType<AuditFinding>();

    IEnumerable<long> MissingOffsets() => _expected.Except(_seen).Where(offset => IsJudged(offset) && !_excused.Contains(offset));

    bool IsJudged(long offset) => offset >= From && offset < to && !_unknown.Exists(lost => offset >= lost.From && offset < lost.To);

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
