using StockNow.Stages.Base;

namespace StockNow.Stages.Audit;

/// <summary>Says how far an audit has come: first the lake's files, then the log's records.</summary>
sealed class AuditProgress(Action<Progress>? tell, TimeProvider clock)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    long _since = clock.GetTimestamp(), _lastTold = clock.GetTimestamp(), _records;

    /// <summary>How many records there are to scan; the estimate of the time left restarts.</summary>
    public long Records
    {
        get;
        set => (field, _since) = (value, clock.GetTimestamp());
    }

    public void LakeFile(long done, long of) => Tell("files of the lake", done, of);

    public void Scanned(int records) => Tell("records of the event log", _records += records, Records);

    void Tell(string what, long done, long of)
    {
        if (tell is null || of == 0 || clock.GetElapsedTime(_lastTold) < Pause) return;
        _lastTold = clock.GetTimestamp();
        var fraction = Math.Min(1, (double)done / of);
        var spent = clock.GetElapsedTime(_since);
        tell(new Progress($"auditing {what}", fraction, fraction > 0.02 ? spent / fraction - spent : null));
    }
}
