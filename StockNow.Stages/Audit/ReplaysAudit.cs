using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Which dead letters were sent back: each at most once, but for those that someone has sent again on purpose.</summary>
sealed class ReplaysAudit(AuditedTopic deadLetters)
{
    readonly SourceLedgers _replays = new(deadLetters, "replay", partition => partition.End);

    /// <summary>Notes a dead letter. None has to be sent back.</summary>
    public void Take(in LogRecord deadLetter, TopicPartition partition)
    {
        _replays[partition].Expect(deadLetter.Offset);
        _replays[partition].Excuse(deadLetter.Offset);
    }

    /// <summary>Notes from which offset on the dead letters were read.</summary>
    public void Close(IReadOnlyList<ScannedPartition> read) => _replays.CloseSources(read);

    /// <summary>Notes a record when it is a dead letter that was sent back.</summary>
    /// <returns>Whether it is one.</returns>
    public bool TrySee(in LogRecord record) =>
        record.Headers.TryGet(HeaderNames.Again, out ReadOnlySpan<byte> _)
            ? record.Headers.TryGetSource(TopicNames.DeadLetters, out _, out _)
            : _replays.TrySee(record, default);

    public IEnumerable<AuditFinding> Findings() => _replays.Findings();

    public IEnumerable<string> Notes() => _replays.Notes();
}
