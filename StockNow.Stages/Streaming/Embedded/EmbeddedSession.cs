using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Outputs and input offsets in one SQLite transaction.</summary>
sealed class EmbeddedSession(EmbeddedReader reader, LogFile log, Doorbell bell, TimeSpan commitInterval, TimeProvider clock) : IEventLogSession
{
    const long EnoughPendingBytes = 4 * 1024 * 1024;

    readonly PendingCommit _pending = new(log, clock);
    long _firstRead;
    bool _hasRead;

    public bool IsCaughtUp => reader.IsCaughtUp;

    public ICommitListener? Listener { get; set; }

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        var batch = await reader.ReadAsync(stop);
        if (batch.Count > 0 && !_hasRead) (_hasRead, _firstRead) = (true, clock.GetTimestamp());
        return batch;
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null) =>
        _pending.Add(topic, key, value, headers);

    public long MaxRecordBytes(string topic) => PendingCommit.MaxRecordBytes;

    public async ValueTask CommitIfDueAsync(CancellationToken stop)
    {
        if (!_hasRead) return;
        var isDue = _pending.Bytes >= EnoughPendingBytes || clock.GetElapsedTime(_firstRead) >= commitInterval || !reader.HasMore();
        if (isDue) await CommitAsync(stop);
    }

    public ValueTask CommitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (!_hasRead && _pending.IsEmpty) return ValueTask.CompletedTask;
        Listener?.Committing();
        var since = clock.GetTimestamp();
        _pending.Commit(alongside: () =>
        {
            foreach (var held in reader.Held) reader.Advance(held, held.Position);
        });
        foreach (var held in reader.Held) held.Committed = held.Position;
        _hasRead = false;
        bell.Ring();
        Listener?.Committed(clock.GetElapsedTime(since));
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(CancellationToken stop)
    {
        _pending.Clear();
        foreach (var held in reader.Held) held.Position = held.Committed;
        _hasRead = false;
        Listener?.Rewound();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _pending.Clear();
        return reader.DisposeAsync();
    }
}

/// <summary>Begins each partition where the group's last commit ended; what was read and not committed is simply read again by the next owner.</summary>
sealed class FromCommitted : IPartitionOwner
{
    public static readonly FromCommitted Instance = new();

    public Task<long> AssignedAsync(TopicPartition partition, long? committed, long start, CancellationToken stop) => Task.FromResult(committed ?? start);

    public Task RevokedAsync(TopicPartition partition, CancellationToken stop) => Task.CompletedTask;

    public void Lost(TopicPartition partition) { }
}
