using System.Diagnostics;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>Measures a session: what is done with each batch, each commit, each rewind.</summary>
sealed class MeasuredSession : IEventLogSession, ICommitListener
{
    readonly IEventLogSession _inner;
    readonly BatchWork _work;
    readonly TagList _commit;
    readonly TimeProvider _clock;

    public MeasuredSession(IEventLogSession inner, BatchWork work, TagList commit, TimeProvider clock)
    {
        (_inner, _work, _commit, _clock) = (inner, work, commit, clock);
        inner.Listener = this;
    }

    public bool IsCaughtUp => _inner.IsCaughtUp;

    public ICommitListener? Listener { get; set; }

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        var batch = await _inner.ReadAsync(stop);
        _work.Begin(batch);
        return batch;
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null) =>
        _inner.Produce(topic, key, value, headers);

    public long MaxRecordBytes(string topic) => _inner.MaxRecordBytes(topic);

    public async ValueTask CommitIfDueAsync(CancellationToken stop)
    {
        _work.End();
        var since = _clock.GetTimestamp();
        try { await _inner.CommitIfDueAsync(stop); }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(since, fault);
            throw;
        }
    }

    public async ValueTask CommitAsync(CancellationToken stop)
    {
        _work.End();
        var since = _clock.GetTimestamp();
        try { await _inner.CommitAsync(stop); }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(since, fault);
            throw;
        }
    }

    public ValueTask AbortAsync(CancellationToken stop) => _inner.AbortAsync(stop);

    public ValueTask DisposeAsync()
    {
        _work.End();
        return _inner.DisposeAsync();
    }

    void ICommitListener.Committing() => Listener?.Committing();

    void ICommitListener.Committed(TimeSpan took)
    {
        EventLogInstruments.Committed(took, _commit);
        Listener?.Committed(took);
    }

    void ICommitListener.Rewound()
    {
        _work.Rewind();
        Listener?.Rewound();
    }

    void Failed(long since, Exception fault) => EventLogInstruments.Committed(_clock.GetElapsedTime(since), _commit, fault);
}
