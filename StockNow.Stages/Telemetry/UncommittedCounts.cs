using StockNow.Contracts.Events;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Telemetry;

/// <summary>Counts records as they are processed, and tells a stage's metrics of them once they are committed.</summary>
sealed class UncommittedCounts(StageMetrics metrics) : ICommitListener
{
    Counts _open, _committing;

    public void Sent() => _open.Sent++;

    public void Malformed() => _open.Malformed++;

    public void NotAnAlert() => _open.NotAnAlert++;

    public void FlagContradicted() => _open.FlagContradicted++;

    public void Committing() => (_committing, _open) = (_open, default);

    public void Committed(TimeSpan took)
    {
        var counts = _committing;
        metrics.AddReceived(counts.Sent + counts.Malformed + counts.NotAnAlert);
        metrics.AddSent(counts.Sent);
        metrics.AddDropped(DropReason.NotAnAlert, counts.NotAnAlert);
        metrics.AddDropped(DropReason.Malformed, counts.Malformed);
        metrics.AddFlagContradicted(counts.FlagContradicted);
        _committing = default;
    }

    public void Rewound() => _committing = _open = default;

    struct Counts
    {
        public long Sent, Malformed, NotAnAlert, FlagContradicted;
    }
}
