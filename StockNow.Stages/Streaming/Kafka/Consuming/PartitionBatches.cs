using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Records as the client gives them, many partitions mixed, gathered into one batch a partition.</summary>
sealed class PartitionBatches(string topic)
{
    /// <summary>Enough for one pull.</summary>
    public const int EnoughRecords = 1000, EnoughBytes = 1024 * 1024;

    readonly Dictionary<int, RecordBatch> _batches = [];
    readonly Queue<RecordBatch> _ready = [];
    readonly Dictionary<int, long> _held = [], _ends = [], _endsBehindRecords = [];
    int _records, _bytes;

    /// <summary>Whether no batch is waiting to be taken.</summary>
    public bool IsEmpty => _ready.Count == 0;

    /// <summary>Whether a pull should stop.</summary>
    public bool IsFull => _records >= EnoughRecords || _bytes >= EnoughBytes;

    /// <summary>
    /// Where each partition that was read to its end ends, after the markers of transactions. Not while records of it wait to be taken: who commits an end
    /// says that all before it is done.
    /// </summary>
    public IReadOnlyDictionary<int, long> Ends => _ends;

    /// <summary>The partitions whose records are taken.</summary>
    public IReadOnlyCollection<int> Held => _held.Keys;

    /// <summary>Takes records of a partition from an offset on. Others are left out: a rebalance within a pull may bring some that came before it.</summary>
    public void Hold(int partition, long from)
    {
        _held[partition] = from;
        ForgetEnd(partition);
    }

    /// <summary>Takes no more records of a partition, and forgets those that wait.</summary>
    public void Release(int partition)
    {
        _held.Remove(partition);
        ForgetEnd(partition);
        if (!_batches.Remove(partition, out var batch)) return;
        for (var waiting = _ready.Count; waiting > 0; waiting--)
            if (_ready.Dequeue() is var other && other != batch) _ready.Enqueue(other);
    }

    public void Add(int partition, long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> headers) =>
        BatchFor(partition, offset, key.Length + value.Length)?.Add(offset, timestampMs, key, value, headers);

    /// <summary>Adds a record whose headers are unpacked only when somebody asks, before the next pull.</summary>
    public void Add(int partition, long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ILateHeaders late, nint lateKey) =>
        BatchFor(partition, offset, key.Length + value.Length)?.Add(offset, timestampMs, key, value, late, lateKey);

    public void End(int partition, long offset)
    {
        if (!_held.ContainsKey(partition)) return;
        var hasRecordsWaiting = _batches.TryGetValue(partition, out var batch) && _ready.Contains(batch);
        (hasRecordsWaiting ? _endsBehindRecords : _ends)[partition] = offset;
    }

    /// <summary>Takes the next batch; it is valid until the pull after the last one has been taken.</summary>
    public RecordBatch? Take()
    {
        if (!_ready.TryDequeue(out var batch)) return null;
        var partition = batch.Partition.Partition;
        if (_endsBehindRecords.Remove(partition, out var end)) _ends[partition] = end;
        return batch;
    }

    /// <summary>Begins a pull: what was taken is used again.</summary>
    public void Begin()
    {
        foreach (var batch in _batches.Values) batch.Reset(batch.Partition, batch.NextOffset);
        _records = _bytes = 0;
    }

    /// <summary>Forgets everything that was not taken.</summary>
    public void Drop()
    {
        _ready.Clear();
        _ends.Clear();
        _endsBehindRecords.Clear();
        Begin();
    }

    RecordBatch? BatchFor(int partition, long offset, int bytes)
    {
        if (!_held.TryGetValue(partition, out var from) || offset < from) return null;
        if (!_batches.TryGetValue(partition, out var batch)) _batches[partition] = batch = new RecordBatch();
        if (batch.Count == 0)
        {
            batch.Reset(new TopicPartition(topic, partition), offset);
            _ready.Enqueue(batch);
            _ends.Remove(partition);
        }
        else if (_endsBehindRecords.Count > 0) _endsBehindRecords.Remove(partition);
        _records++;
        _bytes += bytes;
        return batch;
    }

    void ForgetEnd(int partition)
    {
        _ends.Remove(partition);
        _endsBehindRecords.Remove(partition);
    }
}
