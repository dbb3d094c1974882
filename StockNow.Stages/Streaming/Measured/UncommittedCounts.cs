using StockNow.Contracts.Events;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>Counts records as they are processed, and tells a stage's metrics of them once they are committed.</summary>
sealed class UncommittedCounts(StageMetrics metrics) : ICommitListener
{
    Counts _open, _committing;

    public void Sent() => _open.Sent++;

    public void Malformed() => _open.Malformed++;

    public void Unprocessable() => _open.Unprocessable++;

    public void NothingMissing() => _open.NothingMissing++;

    public void NotAnAlert() => _open.NotAnAlert++;

    public void FlagContradicted() => _open.FlagContradicted++;

    public void Committing() => (_committing, _open) = (_open, default);

    public void Committed(TimeSpan took)
    {
        var counts = _committing;
        var deadLetters = counts.Malformed + counts.Unprocessable + counts.NothingMissing;
        metrics.AddReceived(counts.Sent + counts.NotAnAlert + deadLetters);
        metrics.AddSent(counts.Sent);
        metrics.AddDropped(DropReason.NotAnAlert, counts.NotAnAlert);
        metrics.AddDropped(DropReason.Malformed, counts.Malformed);
        metrics.AddDropped(DropReason.Unprocessable, counts.Unprocessable);
        metrics.AddDropped(DropReason.NothingMissing, counts.NothingMissing);
        metrics.AddDeadLetters(deadLetters);
        metrics.AddFlagContradicted(counts.FlagContradicted);
        _committing = default;
    }

    public void Rewound() => _committing = _open = default;

    struct Counts
    {
        public long Sent, Malformed, Unprocessable, NothingMissing, NotAnAlert, FlagContradicted;
    }
}
