using System.Diagnostics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Telemetry;

/// <summary>Measures a session: what is done with each batch, each commit, each rewind.</summary>
sealed class MeasuredSession(IEventLogSession inner, BatchWork work, TagList commit, TimeProvider clock) : IEventLogSession
{
    bool _hasRead;

    public bool IsCaughtUp => inner.IsCaughtUp;

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        try
        {
            var batch = await inner.ReadAsync(stop).ConfigureAwait(false);
            _hasRead |= batch.Count > 0;
            work.Begin(batch);
            return batch;
        }
        catch (SessionRewoundException)
        {
            Rewind();
            throw;
        }
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        try { inner.Produce(topic, key, value, headers); }
        catch (SessionRewoundException)
        {
            Rewind();
            throw;
        }
    }

    public async ValueTask<bool> CommitIfDueAsync(CancellationToken stop)
    {
        work.End();
        if (!_hasRead) return await inner.CommitIfDueAsync(stop).ConfigureAwait(false);
        var since = clock.GetTimestamp();
        try
        {
            var isCommitted = await inner.CommitIfDueAsync(stop).ConfigureAwait(false);
            if (isCommitted) Committed(since);
            return isCommitted;
        }
        catch (Exception fault)
        {
            Failed(since, fault);
            throw;
        }
    }

    public async ValueTask CommitAsync(CancellationToken stop)
    {
        work.End();
        var since = clock.GetTimestamp();
        try
        {
            await inner.CommitAsync(stop).ConfigureAwait(false);
            if (_hasRead) Committed(since);
        }
        catch (Exception fault)
        {
            Failed(since, fault);
            throw;
        }
    }

    public ValueTask AbortAsync(CancellationToken stop)
    {
        Rewind();
        return inner.AbortAsync(stop);
    }

    public ValueTask DisposeAsync()
    {
        work.End();
        return inner.DisposeAsync();
    }

    void Committed(long since)
    {
        EventLogInstruments.Committed(clock.GetElapsedTime(since), commit);
        _hasRead = false;
    }

    void Failed(long since, Exception fault)
    {
        if (fault is OperationCanceledException) return;
        EventLogInstruments.Committed(clock.GetElapsedTime(since), commit, fault);
        if (fault is SessionRewoundException) Rewind();
    }

    void Rewind()
    {
        work.Rewind();
        _hasRead = false;
    }
}
