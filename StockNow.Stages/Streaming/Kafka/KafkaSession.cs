using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Outputs and input offsets in one Kafka transaction: one consumer and a pair of producers, which stand and fall together.</summary>
sealed class KafkaSession : IEventLogSession, IRebalanceListener
{
    const long EnoughPendingBytes = 4 * 1024 * 1024;
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100), Moment = TimeSpan.FromMilliseconds(1);

    readonly SessionParts _parts;
    readonly GroupConsumer _consumer;
    readonly TransactionPair _transactions;
    readonly FirstMeetings _meetings = new();
    readonly Dictionary<int, long> _next = [], _positions = [];
    IConsumerGroupMetadata? _member;
    string? _interruption;
    long _since;

    public KafkaSession(SessionParts parts, CancellationToken stop)
    {
        _parts = parts;
        _transactions = parts.NewTransactions();
        try
        {
            _transactions.Init(stop);
            _consumer = parts.NewConsumer(this);
        }
        catch
        {
            _transactions.Dispose();
            throw;
        }
    }

    public bool IsCaughtUp => _consumer.IsCaughtUp && _parts.Progress.IsAtEnd(_consumer.Assigned, _consumer.Ends);

    public ICommitListener? Listener { get; set; }

    bool HasPending => _next.Count > 0 || _transactions.IsOpen;

    // While a commit is under way the end of it must be seen; without one what is open can be committed as soon as there is no more to read.
    TimeSpan Wait => _transactions.IsCommitting ? Moment : _transactions.IsOpen ? TimeSpan.Zero : HasPending ? Moment : Patience;

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_consumer.IsDrained) await Task.Yield(); // the client can only wait with the thread that asks: nobody's thread but the pool's
        var batch = _consumer.Read(Wait);
        _consumer.ThrowIfFaulted();
        if (_interruption is { } why)
        {
            _interruption = null;
            throw Rewind(new SessionRewoundException(why)); // always: records of the partition may have been taken in the same pull
        }
        if (_meetings.HasUnnoted) NoteMeetings();
        if (batch.Count > 0) Take(batch.Partition.Partition, batch.NextOffset);
        foreach (var (partition, end) in _consumer.Ends) Take(partition, end);
        return batch;
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        try { _transactions.Produce(topic, key, value, headers); }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
    }

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
        Settle();
        if (HasPending) BeginCommit();
        Settle();
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(CancellationToken stop)
    {
        GoBack();
        _positions.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            if (_transactions.IsCommitting) Finish();
        }
        catch (Exception fault) when (fault is SessionRewoundException or FencedException or EventLogException) { } // it is done again by the next session
        _consumer.Dispose();
        _transactions.Dispose();
        _parts.Dispose();
        return ValueTask.CompletedTask;
    }

    IReadOnlyDictionary<int, long> IRebalanceListener.Assigned(IReadOnlyList<int> partitions)
    {
        KafkaLogLog.PartitionsGained(_parts.Logger, _parts.Group, Names(partitions));
        var starts = _consumer.Committed(partitions);
        var unknown = partitions.Where(partition => !starts.ContainsKey(partition)).ToList();
        if (unknown.Count > 0)
        {
            var (met, begins) = _parts.LookUpMeetings();
            if (unknown.Where(met.Contains).ToList() is { Count: > 0 } lost) throw _consumer.LostOffsets(lost);
            foreach (var partition in unknown) _meetings.Add(partition, starts[partition] = begins[partition]);
        }
        foreach (var (partition, start) in starts) _positions[partition] = start;
        return starts;
    }

    // Finishing what is under way would be quicker; going back is always right, and a rebalance is rare.
    void IRebalanceListener.Revoked(IReadOnlyList<int> partitions)
    {
        KafkaLogLog.PartitionsRevoked(_parts.Logger, _parts.Group, Names(partitions));
        Interrupt(partitions, "revoked");
    }

    void IRebalanceListener.Lost(IReadOnlyList<int> partitions)
    {
        KafkaLogLog.PartitionsLost(_parts.Logger, _parts.Group, Names(partitions));
        Interrupt(partitions, "lost");
    }

    void Interrupt(IReadOnlyList<int> partitions, string how)
    {
        _interruption = $"{Names(partitions)} {how}";
        foreach (var partition in partitions)
        {
            _positions.Remove(partition);
            _meetings.Remove(partition);
        }
    }

    // The first offsets of a partition and the note that they were written are one transaction.
    void NoteMeetings()
    {
        try
        {
            var unnoted = _meetings.Unnoted.ToList();
            KafkaLogLog.FirstMeeting(_parts.Logger, _parts.Group, string.Join(", ", unnoted.Select(meeting => $"{_parts.Topic}-{meeting.Key} (from {meeting.Value})")));
            foreach (var (partition, start) in unnoted)
            {
                _transactions.SavePosition(_parts.MeetingOf(partition), start);
                BeginToTake();
                _next.TryAdd(partition, start);
                _meetings.Note(partition);
            }
        }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
    }

    void Take(int partition, long next)
    {
        if (_positions.TryGetValue(partition, out var position) && position >= next) return;
        BeginToTake();
        _positions[partition] = _next[partition] = next;
    }

    void BeginToTake()
    {
        if (_next.Count == 0) (_since, _member) = (_parts.Clock.GetTimestamp(), _consumer.Member); // the membership that these records are read under
    }

    bool IsDue()
    {
        var age = _parts.Clock.GetElapsedTime(_since);
        return _transactions.IsOpen
            ? _consumer.IsDrained || age >= _parts.CommitInterval || _transactions.PendingBytes >= EnoughPendingBytes
            : age >= _parts.OffsetsInterval;
    }

    void BeginCommit()
    {
        try { _transactions.BeginCommit([.. _next.Select(next => new TopicPartitionOffset(_parts.Topic, next.Key, next.Value))], _member!); }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
        _next.Clear();
        Listener?.Committing();
        if (!_meetings.HasNoted) return;
        Settle(); // a meeting is rare, and must be known to be noted before the next
        _meetings.Committed();
    }

    void Settle()
    {
        if (!_transactions.IsCommitting) return;
        try { Finish(); }
        catch (Exception fault) when (IsOurs(fault)) { throw Answer(fault); }
    }

    void Finish()
    {
        var took = _transactions.Settle();
        Listener?.Committed(took);
    }

    static bool IsOurs(Exception fault) => fault is SessionRewoundException or FencedException;

    Exception Answer(Exception fault) => fault is FencedException fenced ? _parts.Fences.Judge(_parts.TransactionalId, fenced) : Rewind((SessionRewoundException)fault);

    SessionRewoundException Rewind(SessionRewoundException rewound)
    {
        KafkaLogLog.Rewound(_parts.Logger, _parts.Group, rewound.Message);
        GoBack();
        foreach (var partition in _consumer.Assigned) _positions.Remove(partition);
        return rewound;
    }

    void GoBack()
    {
        if (_transactions.IsCommitting)
        {
            try { Finish(); } // what it holds is no longer to be read again
            catch (SessionRewoundException) { } // it is dropped with the rest
            catch (FencedException fenced) { throw _parts.Fences.Judge(_parts.TransactionalId, fenced); }
        }
        _next.Clear();
        _meetings.Dropped();
        _transactions.Abort();
        _consumer.Rewind(_meetings.Starts);
        Listener?.Rewound();
    }

    string Names(IReadOnlyList<int> partitions) => string.Join(", ", partitions.Select(partition => $"{_parts.Topic}-{partition}"));
}
