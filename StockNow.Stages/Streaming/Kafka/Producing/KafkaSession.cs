using Confluent.Kafka;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Consuming;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>Outputs and input offsets in one Kafka transaction: one consumer and a pair of producers, which stand and fall together.</summary>
sealed class KafkaSession : IEventLogSession, IRebalanceListener
{
    const long EnoughPendingBytes = 4 * 1024 * 1024;
    static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100), Moment = TimeSpan.FromMilliseconds(1);

    readonly SessionParts _parts;
    readonly GroupConsumer _consumer;
    readonly TransactionPair _transactions;
    // partitions that the group has only just met, and where it begins in each, until a note of it is committed
    readonly Dictionary<int, long> _initialOffsets = [];
    readonly PendingOffsets _offsets;
    readonly CancellationToken _stop;
    Exception? _interruption;

    public KafkaSession(SessionParts parts, CancellationToken stop)
    {
        (_parts, _stop) = (parts, stop);
        _offsets = new PendingOffsets(parts.Topic, () => _consumer!.Member, parts.Clock);
        _transactions = parts.NewTransactions();
        try
        {
            _transactions.Init(stop);
            _consumer = parts.NewConsumer(this);
            _consumer.Committed(parts.Partitions); // not only ours: a commit would end what is open of our producer's in the offsets of any partition
        }
        catch
        {
            _consumer?.Dispose();
            _transactions.Dispose();
            throw;
        }
    }

    public bool IsCaughtUp => _consumer.IsCaughtUp && _parts.Progress.IsAtEnd(_consumer.Assigned, _consumer.Ends);

    public ICommitListener? Listener { get; set; }

    bool HasPending => !_offsets.IsEmpty || _transactions.IsOpen;

    // While a commit is under way the end of it must be seen; without one what is open can be committed as soon as there is no more to read.
    TimeSpan Wait => _transactions.IsCommitting ? Moment : _transactions.IsOpen ? TimeSpan.Zero : HasPending ? Moment : Timeout;

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_consumer.IsDrained) await Task.Yield(); // the client can only wait with the thread that asks: nobody's thread but the pool's
        var batch = _consumer.Read(Wait);
        _consumer.ThrowIfFaulted();
        if (_interruption is { } why)
        {
            _interruption = null;
            throw Answer(why); // always: records of the partition may have been taken in the same pull
        }
        if (_initialOffsets.Count > 0) NoteInitialOffsets();
        if (batch.Count > 0) _offsets.Take(batch.Partition.Partition, batch.NextOffset);
        foreach (var (partition, end) in _consumer.Ends) _offsets.Take(partition, end);
        return batch;
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        _parts.Limits.Check(topic, key, value, headers);
        try { _transactions.Produce(topic, key, value, headers); }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
    }

    public long MaxRecordBytes(string topic) => _parts.Limits.Of(topic);

    public ValueTask CommitIfDueAsync(CancellationToken stop)
    {
        if (_transactions.IsCommitting)
        {
            if (!_transactions.CanSettle && _transactions.PendingBytes < EnoughPendingBytes) return ValueTask.CompletedTask;
            Settle();
        }
        if (!HasPending) _transactions.Poll();
        else if (IsDue()) BeginCommit();
        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        CommitPending();
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(CancellationToken stop)
    {
        GoBack();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            if (_transactions.IsCommitting) Finish();
        }
        // it is done again by the next session
        catch (Exception fault) when (fault is SessionRewoundException or FencedException or EventLogException or UnrecoverableException) { }
        _consumer.Dispose();
        _transactions.Dispose();
        _parts.Dispose();
        return ValueTask.CompletedTask;
    }

    IReadOnlyDictionary<int, long> IRebalanceListener.Assigned(IReadOnlyList<int> partitions)
    {
        KafkaLogMessages.PartitionsGained(_parts.Logger, _parts.Group, Names(partitions));
        _parts.Guard.Look();
        var starts = _consumer.Committed(partitions);
        var unknown = partitions.Where(partition => !starts.ContainsKey(partition)).ToList();
        if (unknown.Count > 0)
        {
            var (met, begins) = _parts.LookUpInitialOffsets();
            if (unknown.Where(met.Contains).ToList() is { Count: > 0 } lost) throw _parts.Guard.Lost(lost);
            foreach (var partition in unknown) _initialOffsets[partition] = starts[partition] = begins[partition];
        }
        _parts.Guard.Check(starts, unknown.Contains);
        foreach (var (partition, start) in starts) _offsets.Hold(partition, start);
        return starts;
    }

    // Finishing what is under way would be quicker; going back is always right, and a rebalance is rare.
    void IRebalanceListener.Revoked(IReadOnlyList<int> partitions)
    {
        KafkaLogMessages.PartitionsRevoked(_parts.Logger, _parts.Group, Names(partitions));
        Release(partitions);
        _interruption ??= new SessionRewoundException($"{Names(partitions)} revoked");
    }

    // The brokers were away, or this process was: what was produced may never arrive, and then the producers must go.
    void IRebalanceListener.Lost(IReadOnlyList<int> partitions)
    {
        KafkaLogMessages.PartitionsLost(_parts.Logger, _parts.Group, Names(partitions));
        Release(partitions);
        _interruption = new EventLogException($"Group {_parts.Group} has lost {Names(partitions)}.");
    }

    void Release(IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions)
        {
            _offsets.Release(partition);
            _initialOffsets.Remove(partition);
        }
    }

    // The first offsets of a partition and the note that they were written are one transaction. Nobody can look for notes while it is open, we neither: it is
    // one of its own.
    void NoteInitialOffsets()
    {
        KafkaLogMessages.InitialOffset(_parts.Logger, _parts.Group,
            string.Join(", ", _initialOffsets.Select(initial => $"offset {initial.Value} of {_parts.Topic}-{initial.Key}")));
        CommitPending();
        try
        {
            foreach (var (partition, start) in _initialOffsets) _transactions.SavePosition(_parts.InitialOffsetOf(partition), start);
            _transactions.BeginCommit([.. _initialOffsets.Select(initial => new TopicPartitionOffset(_parts.Topic, initial.Key, initial.Value))],
                _consumer.Member);
            _transactions.Settle();
        }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
        _initialOffsets.Clear();
        ThrowIfInDoubt();
    }

    bool IsDue() => _transactions.IsOpen
        ? _consumer.IsDrained || _offsets.Age >= _parts.CommitInterval || _transactions.PendingBytes >= EnoughPendingBytes
        : _offsets.Age >= _parts.OffsetsInterval;

    void CommitPending()
    {
        Settle();
        if (HasPending) BeginCommit();
        Settle();
    }

    void BeginCommit()
    {
        try { _transactions.BeginCommit(_offsets.Close(), _offsets.Member!); }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
        Listener?.Committing();
    }

    void Settle()
    {
        if (!_transactions.IsCommitting) return;
        try { Finish(); }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
        ThrowIfInDoubt();
    }

    // What is settled is committed. The next transaction may hold records already; they are dropped with the producers and made again.
    void ThrowIfInDoubt()
    {
        if (_transactions.Doubt is { } doubt) throw Rewind(new SessionRewoundException(doubt.Why));
    }

    void Finish()
    {
        var took = _transactions.Settle();
        Listener?.Committed(took);
    }

    static bool IsOurs(Exception fault) => fault is SessionRewoundException or FencedException;

    Exception Answer(Exception fault) => fault switch
    {
        FencedException fenced => _parts.FencedIds.Judge(_parts.Id, fenced),
        SessionRewoundException rewound => Rewind(rewound),
        _ => fault,
    };

    SessionRewoundException Rewind(SessionRewoundException rewound)
    {
        KafkaLogMessages.Rewound(_parts.Logger, _parts.Group, rewound.Message);
        GoBack();
        return rewound;
    }

    void GoBack()
    {
        if (_transactions.IsCommitting)
        {
            try { Finish(); } // what it holds is no longer to be read again
            catch (SessionRewoundException) { } // it is dropped with the rest
            catch (FencedException fenced) { throw _parts.FencedIds.Judge(_parts.Id, fenced); }
        }
        _offsets.Drop();
        DropTransactions();
        _consumer.Rewind(_initialOffsets, partition => _parts.Guard.Lost([partition]));
        Listener?.Rewound();
    }

    // An abort may be in doubt as well.
    void DropTransactions()
    {
        if (_transactions.Doubt is null) _transactions.Abort();
        if (_transactions.Doubt is not { } doubt) return;
        _parts.Renewals.PauseAsync(_parts.TransactionalId, doubt, _stop).GetAwaiter().GetResult();
        _transactions.Renew(_stop);
    }

    string Names(IReadOnlyList<int> partitions) => string.Join(", ", partitions.Select(partition => $"{_parts.Topic}-{partition}"));
}
