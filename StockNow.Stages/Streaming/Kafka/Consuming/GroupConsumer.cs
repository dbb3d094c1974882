using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>A member of a consumer group: gathers records into batches of one partition, and reports rebalances to its owner.</summary>
/// <remarks>Handlers run inside a read. One that throws would cost the record that the client has just taken out, so they only note what went wrong.</remarks>
sealed class GroupConsumer : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    readonly PartitionBatches _batches;
    readonly RecordBatch _none = new();
    readonly IConsumer<int, int> _consumer;
    readonly IRecordSource _source;
    readonly string _topic, _group;
    readonly KafkaProperties _properties;
    readonly KafkaClientLogHandler _log;
    bool _hasJoined, _wasAssigned, _hasMore;
    readonly Func<KafkaException, Exception> _explainOutOfRange;
    readonly KafkaAccess _access;
    Exception? _fault;

    /// <param name="clients">Makes the client.</param>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="listener">Is notified of rebalances.</param>
    /// <param name="explainOutOfRange">Says what to do when an offset is no longer in the topic.</param>
    /// <param name="useNative">Whether to read past the client's own calls.</param>
    /// <param name="properties">For messages.</param>
    /// <param name="log">Logs outages.</param>
    public GroupConsumer(
        KafkaClients clients, string group, string topic, IRebalanceListener listener, Func<KafkaException, Exception> explainOutOfRange, bool useNative,
        KafkaProperties properties, KafkaClientLogHandler log)
    {
        (_group, _topic, _explainOutOfRange, _properties, _log, _batches) = (group, topic, explainOutOfRange, properties, log, new PartitionBatches(topic));
        _access = new KafkaAccess([topic], "Read", group);
        var scratch = new RecordScratch();
        _consumer = clients.Member(group, scratch)
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions, listener))
            .SetPartitionsRevokedHandler((_, partitions) => Forget(partitions, numbers => listener.Revoked(numbers)))
            .SetPartitionsLostHandler((_, partitions) => Forget(partitions, numbers => listener.Lost(numbers)))
            .Build();
        _source = (useNative ? NativeRecordSource.Of(_consumer) : null) ?? (IRecordSource)new ManagedRecordSource(_consumer, scratch);
    }

    /// <summary>The group's membership; right only after an assignment.</summary>
    public IConsumerGroupMetadata Member => _consumer.ConsumerGroupMetadata;

    /// <summary>Whether the last read has found nothing more that is ready.</summary>
    public bool IsDrained => !_hasMore && _batches.IsEmpty;

    /// <summary>Whether everything in the held partitions has been read.</summary>
    public bool IsCaughtUp => _wasAssigned && IsDrained && _batches.Held.All(_batches.Ends.ContainsKey);

    /// <summary>Where each partition that was read to its end ends, after the markers of transactions.</summary>
    public IReadOnlyDictionary<int, long> Ends => _batches.Ends;

    /// <summary>The partitions held.</summary>
    public IReadOnlyCollection<int> Assigned => _batches.Held;

    /// <summary>The next records of one partition; valid until the next read. The first read joins the group: before, nobody waits for this member.</summary>
    public RecordBatch Read(TimeSpan wait)
    {
        if (!_hasJoined) _consumer.Subscribe(_topic);
        _hasJoined = true;
        if (_batches.Take() is { } ready) return ready;
        _batches.Begin();
        Pull(wait);
        return _batches.Take() ?? _none;
    }

    /// <summary>Throws what a handler has noted.</summary>
    public void ThrowIfFaulted()
    {
        if (_fault is { } fault) throw fault;
    }

    /// <summary>Goes back to what the group has committed: the only truth.</summary>
    /// <param name="firstOffsets">Where partitions begin that the group has only just met.</param>
    /// <param name="lost">The fault to throw for a partition whose offset is gone although it was there.</param>
    public void Rewind(IReadOnlyDictionary<int, long> firstOffsets, Func<int, Exception> lost)
    {
        _batches.Drop();
        if (_batches.Held.Count == 0) return;
        var committed = Committed(_batches.Held);
        try
        {
            foreach (var partition in _batches.Held.ToList())
            {
                if (!committed.TryGetValue(partition, out var offset) && !firstOffsets.TryGetValue(partition, out offset)) throw lost(partition);
                _consumer.Seek(new TopicPartitionOffset(_topic, partition, offset));
                _batches.Hold(partition, offset);
            }
        }
        catch (KafkaException fault) { throw KafkaFault.Of("go back to the last commit", fault, _properties, _log.LastError, _access); }
    }

    /// <summary>The committed offsets of partitions; those without one are left out. Waits for open transactions that hold some of them.</summary>
    public Dictionary<int, long> Committed(IEnumerable<int> partitions)
    {
        try
        {
            return _consumer.Committed(PartitionsOf(partitions), Timeout).Where(one => one.Offset != Offset.Unset)
                .ToDictionary(one => one.Partition.Value, one => one.Offset.Value);
        }
        catch (KafkaException fault) when (fault.Error.Code == ErrorCode.Local_TimedOut)
        {
            var before = _log.LastError is { } last ? $" Before that: {last}." : "";
            throw new EventLogException(
                $"The offsets of group {_group} could not be read from Kafka at {_properties.Brokers} within {Timeout.TotalSeconds} s: Kafka is slow or "
                + $"unreachable, or an unfinished transaction blocks these offsets. Run 'validate' to find it and see how to abort it.{before}", fault);
        }
        catch (KafkaException fault) { throw KafkaFault.Of("read committed offsets", fault, _properties, _log.LastError, _access); }
    }

    /// <summary>Commits an offset outside of any transaction.</summary>
    public void Commit(int partition, long next) => _consumer.Commit([new TopicPartitionOffset(_topic, partition, next)]);

    public void Dispose()
    {
        _source.Release();
        try { _consumer.Close(); }
        catch (KafkaException) { } // the group notices by itself that this member is gone
        _source.Dispose(); // after the handlers have run, before the client is gone
        _consumer.Dispose();
    }

    void Pull(TimeSpan wait)
    {
        try { _hasMore = _source.Pull(wait, _batches); }
        catch (KafkaException fault) when (fault.Error.Code == ErrorCode.Local_AutoOffsetReset) { throw _explainOutOfRange(fault); }
        catch (KafkaException fault) { throw KafkaFault.Of("read", fault, _properties, _log.LastError, _access); }
    }

    List<TopicPartitionOffset> OnAssigned(List<Confluent.Kafka.TopicPartition> partitions, IRebalanceListener listener)
    {
        _wasAssigned = true;
        try
        {
            var starts = partitions.Count == 0
                ? new Dictionary<int, long>() : listener.Assigned([.. partitions.Select(partition => partition.Partition.Value)]);
            foreach (var (partition, start) in starts) _batches.Hold(partition, start);
            return starts.Select(start => new TopicPartitionOffset(_topic, start.Key, start.Value)).ToList();
        }
        catch (Exception fault)
        {
            _fault ??= fault;
            return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End)).ToList();
        }
    }

    void Forget(List<TopicPartitionOffset> partitions, Action<IReadOnlyList<int>> tell)
    {
        var numbers = partitions.Select(partition => partition.Partition.Value).ToList();
        try { tell(numbers); }
        catch (Exception fault) { _fault ??= fault; }
        foreach (var number in numbers) _batches.Release(number);
    }

    IEnumerable<Confluent.Kafka.TopicPartition> PartitionsOf(IEnumerable<int> numbers) =>
        numbers.Select(number => new Confluent.Kafka.TopicPartition(_topic, number));
}

/// <summary>Is notified of rebalances from within a read.</summary>
interface IRebalanceListener
{
    /// <returns>Where to begin in each partition gained.</returns>
    IReadOnlyDictionary<int, long> Assigned(IReadOnlyList<int> partitions);

    /// <summary>Partitions are given up, and still held.</summary>
    void Revoked(IReadOnlyList<int> partitions);

    /// <summary>Partitions are already someone else's.</summary>
    void Lost(IReadOnlyList<int> partitions);
}
