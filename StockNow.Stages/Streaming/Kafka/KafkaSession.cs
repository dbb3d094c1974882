using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Outputs and input offsets in one Kafka transaction: one consumer and one producer, which stand and fall together.</summary>
sealed class KafkaSession : IEventLogSession, IRebalanceListener
{
    const long EnoughPendingBytes = 4 * 1024 * 1024;
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100), Moment = TimeSpan.FromMilliseconds(1);

    readonly SessionParts _parts;
    readonly GroupConsumer _consumer;
    readonly TransactionalProducer _producer;
    readonly Dictionary<int, long> _next = [], _sent = [], _positions = [], _toMeet = [];
    IConsumerGroupMetadata? _member;
    string? _interruption;
    bool _hasNotedMeetings;
    long _since;

    public KafkaSession(SessionParts parts, CancellationToken stop)
    {
        _parts = parts;
        _producer = parts.NewProducer();
        try
        {
            _producer.Init(stop);
            _consumer = parts.NewConsumer(this);
        }
        catch
        {
            _producer.Dispose();
            throw;
        }
    }

    public bool IsCaughtUp => _consumer.IsCaughtUp && _parts.Progress.IsAtEnd(_consumer.Assigned, _consumer.Ends);

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_consumer.IsDrained) await Task.Yield(); // the client can only wait with the thread that asks: nobody's thread but the pool's
        var batch = _consumer.Read(_producer.IsOpen ? TimeSpan.Zero : _next.Count > 0 ? Moment : Patience);
        _consumer.ThrowIfFaulted();
        if (_interruption is { } why)
        {
            _interruption = null;
            throw Rewind(new SessionRewoundException(why)); // always: records of the partition may have been taken in the same pull
        }
        if (_toMeet.Count > 0 && !_hasNotedMeetings) NoteMeetings();
        if (batch.Count > 0) Take(batch.Partition.Partition, batch.NextOffset);
        foreach (var (partition, end) in _consumer.Ends) Take(partition, end);
        return batch;
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        try
        {
            if (!_producer.IsOpen) Begin();
            _producer.Produce(topic, key, value, headers);
        }
        catch (SessionRewoundException rewound) { throw Rewind(rewound); }
        catch (FencedException fenced) { throw _parts.Fences.Judge(_parts.TransactionalId, fenced); }
    }

    public ValueTask<bool> CommitIfDueAsync(CancellationToken stop)
    {
        if (_next.Count == 0 && !_producer.IsOpen)
        {
            _producer.Poll();
            return ValueTask.FromResult(true);
        }
        var age = _parts.Clock.GetElapsedTime(_since);
        var isDue = _producer.IsOpen
            ? _consumer.IsDrained || age >= _parts.CommitInterval || _producer.PendingBytes >= EnoughPendingBytes
            : age >= _parts.OffsetsInterval;
        if (isDue) Commit();
        return ValueTask.FromResult(isDue);
    }

    public ValueTask CommitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_next.Count > 0 || _producer.IsOpen) Commit();
        return ValueTask.CompletedTask;
    }

    public ValueTask AbortAsync(CancellationToken stop)
    {
        Forget();
        _producer.Abort();
        _consumer.Rewind(_toMeet);
        _positions.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _consumer.Dispose();
        _producer.Dispose();
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
            foreach (var partition in unknown) starts[partition] = _toMeet[partition] = begins[partition];
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
            _toMeet.Remove(partition);
        }
    }

    // The first offsets of a partition and the note that they were written are one transaction.
    void NoteMeetings()
    {
        try
        {
            KafkaLogLog.FirstMeeting(_parts.Logger, _parts.Group, string.Join(", ", _toMeet.Select(meeting => $"{_parts.Topic}-{meeting.Key} (from {meeting.Value})")));
            foreach (var (partition, start) in _toMeet)
            {
                if (_next.Count == 0) (_since, _member) = (_parts.Clock.GetTimestamp(), _consumer.Member);
                _next.TryAdd(partition, start);
                _producer.SavePosition(_parts.MeetingOf(partition), start);
            }
            _hasNotedMeetings = true;
        }
        catch (SessionRewoundException rewound) { throw Rewind(rewound); }
        catch (FencedException fenced) { throw _parts.Fences.Judge(_parts.TransactionalId, fenced); }
    }

    void Take(int partition, long next)
    {
        if (_positions.TryGetValue(partition, out var position) && position >= next) return;
        if (_next.Count == 0) (_since, _member) = (_parts.Clock.GetTimestamp(), _consumer.Member); // the membership that these records are read under
        _positions[partition] = _next[partition] = next;
    }

    void Begin()
    {
        _producer.Begin();
        if (_producer.ShouldSendOffsetsFirst) SendOffsets();
    }

    void SendOffsets()
    {
        if (_next.Count == 0 || (_sent.Count == _next.Count && _next.All(next => _sent.TryGetValue(next.Key, out var sent) && sent == next.Value))) return;
        _producer.SendOffsets(_next.Select(next => new TopicPartitionOffset(_parts.Topic, next.Key, next.Value)), _member!);
        _sent.Clear();
        foreach (var (partition, next) in _next) _sent[partition] = next;
    }

    void Commit()
    {
        try
        {
            Begin();
            SendOffsets();
            _producer.Commit();
            Forget();
            _toMeet.Clear();
        }
        catch (SessionRewoundException rewound) { throw Rewind(rewound); }
        catch (FencedException fenced) { throw _parts.Fences.Judge(_parts.TransactionalId, fenced); }
    }

    SessionRewoundException Rewind(SessionRewoundException rewound)
    {
        KafkaLogLog.Rewound(_parts.Logger, _parts.Group, rewound.Message);
        Forget();
        _producer.Abort();
        _consumer.Rewind(_toMeet);
        foreach (var partition in _consumer.Assigned) _positions.Remove(partition);
        return rewound;
    }

    void Forget()
    {
        _next.Clear();
        _sent.Clear();
        _hasNotedMeetings = false;
    }

    string Names(IReadOnlyList<int> partitions) => string.Join(", ", partitions.Select(partition => $"{_parts.Topic}-{partition}"));
}
