namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Writes records and positions, one SQLite transaction a commit.</summary>
sealed class EmbeddedWriter(string name, LogFile log, Doorbell bell, Claim claim, TimeProvider clock) : IEventLogWriter
{
    readonly PendingCommit _pending = new(log, clock);

    public string Name => name;

    public long PendingBytes => _pending.Bytes;

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null) =>
        _pending.Add(topic, key, value, headers);

    public void SavePosition(string name, string? expected, string value) => _pending.SavePosition(name, expected, value);

    public long MaxRecordBytes(string topic) => PendingCommit.MaxRecordBytes;

    public Task CommitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_pending.IsEmpty) return Task.CompletedTask;
        _pending.Commit();
        bell.Ring();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _pending.Clear();
        log.Dispose();
        claim.Dispose();
        return ValueTask.CompletedTask;
    }
}
