using Confluent.Kafka;
using StockNow.Stages.Hosting;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>A member of a consumer group: gathers records into batches of one partition, and hands rebalances on to whoever uses it.</summary>
/// <remarks>Handlers run inside a read. One that throws would cost the record that the client has just taken out, so they only note what went wrong.</remarks>
sealed class GroupConsumer : IDisposable
{
    const int EnoughRecords = 1000, EnoughBytes = 1024 * 1024;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly RecordScratch _scratch = new();
    readonly RecordBatch _batch = new();
    readonly HeaderWriter _headers = new();
    readonly HashSet<int> _assigned = [];
    readonly Dictionary<int, long> _ends = [];
    readonly IConsumer<int, int> _consumer;
    readonly string _topic, _group;
    readonly KafkaProperties _properties;
    readonly KafkaClientLog _log;
    (int Partition, long Offset, long TimestampMs)? _ahead;
    bool _wasAssigned, _isDrained = true;
    Exception? _fault;

    public GroupConsumer(KafkaClients clients, string group, string topic, IRebalanceListener listener, KafkaProperties properties, KafkaClientLog log)
    {
        (_group, _topic, _properties, _log) = (group, topic, properties, log);
        _consumer = clients.Member(group, _scratch)
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions, listener))
            .SetPartitionsRevokedHandler((_, partitions) => Forget(partitions, numbers => listener.Revoked(numbers)))
            .SetPartitionsLostHandler((_, partitions) => Forget(partitions, numbers => listener.Lost(numbers)))
            .Build();
        _consumer.Subscribe(topic);
    }

    /// <summary>The group's membership; right only after an assignment.</summary>
    public IConsumerGroupMetadata Member => _consumer.ConsumerGroupMetadata;

    /// <summary>Whether the last read has found nothing more that is ready.</summary>
    public bool IsDrained => _isDrained && _ahead is null;

    /// <summary>Whether everything in the held partitions has been read.</summary>
    public bool IsCaughtUp => _wasAssigned && _ahead is null && _assigned.All(_ends.ContainsKey);

    /// <summary>Where each partition that was read to its end ends; behind the markers of transactions.</summary>
    public IReadOnlyDictionary<int, long> Ends => _ends;

    /// <summary>The partitions held.</summary>
    public IReadOnlyCollection<int> Assigned => _assigned;

    /// <summary>The next records of one partition; valid until the next read.</summary>
    public RecordBatch Read(TimeSpan wait)
    {
        _batch.Reset(new TopicPartition(_topic, 0), 0);
        if (_ahead is null && !TryNext(wait)) return _batch;
        var partition = _ahead!.Value.Partition;
        _batch.Reset(new TopicPartition(_topic, partition), _ahead.Value.Offset);
        do
        {
            var (_, offset, timestampMs) = _ahead!.Value;
            _batch.Add(offset, timestampMs, _scratch.Keys.Bytes, _scratch.Values.Bytes, _headers.Encoded);
            _ahead = null;
        }
        while (_batch.Count < EnoughRecords && _batch.ByteCount < EnoughBytes && TryNext(TimeSpan.Zero) && _ahead!.Value.Partition == partition);
        return _batch;
    }

    /// <summary>Throws what a handler has noted.</summary>
    public void ThrowIfFaulted()
    {
        if (_fault is { } fault) throw fault;
    }

    /// <summary>Goes back to what the group has committed: the only truth.</summary>
    /// <param name="firstOffsets">Where partitions begin that the group has only just met.</param>
    public void Rewind(IReadOnlyDictionary<int, long> firstOffsets)
    {
        Drop();
        if (_assigned.Count == 0) return;
        try
        {
            foreach (var committed in _consumer.Committed(PartitionsOf(_assigned), Patience))
            {
                if (committed.Offset != Offset.Unset) _consumer.Seek(new TopicPartitionOffset(committed.TopicPartition, committed.Offset));
                else if (firstOffsets.TryGetValue(committed.Partition.Value, out var first)) _consumer.Seek(new TopicPartitionOffset(committed.TopicPartition, first));
                else throw LostOffsets(committed.Partition.Value);
            }
        }
        catch (KafkaException fault) { throw KafkaFault.Of("go back to the last commit", fault, _properties.Brokers, _log.LastError); }
    }

    /// <summary>The committed offsets of partitions; those without one are left out.</summary>
    public Dictionary<int, long> Committed(IEnumerable<int> partitions)
    {
        try
        {
            return _consumer.Committed(PartitionsOf(partitions), Patience).Where(one => one.Offset != Offset.Unset).ToDictionary(one => one.Partition.Value, one => one.Offset.Value);
        }
        catch (KafkaException fault) { throw KafkaFault.Of("read committed offsets", fault, _properties.Brokers, _log.LastError); }
    }

    /// <summary>Commits an offset outside of any transaction.</summary>
    public void Commit(int partition, long next) => _consumer.Commit([new TopicPartitionOffset(_topic, partition, next)]);

    /// <summary>The group's offset of a partition is gone although it was there: beginning anew would do everything twice.</summary>
    public UnrecoverableException LostOffsets(int partition) => new(
        $"Kafka at {_properties.Brokers} has lost the offset of group {_group} in {_topic}-{partition}; beginning at the start would do everything twice, so nothing was begun. "
        + $"Find the right offset with 'audit', set it with: kafka-consumer-groups.sh --group {_group} --topic {_topic}:{partition} --reset-offsets --to-offset <offset> --execute, and start again.");

    public void Dispose()
    {
        try { _consumer.Close(); }
        catch (KafkaException) { } // the group notices by itself that this member is gone
        _consumer.Dispose();
    }

    bool TryNext(TimeSpan wait)
    {
        while (true)
        {
            ConsumeResult<int, int>? result;
            try { result = _consumer.Consume(wait); }
            catch (ConsumeException fault) when (fault.Error.Code == ErrorCode.Local_AutoOffsetReset)
            {
                throw new UnrecoverableException(
                    $"Group {_group} stands at an offset of {fault.ConsumerRecord.TopicPartition} that is not there ({fault.Error.Reason}): the topic was made anew, or retention removed what the group had not read. "
                    + $"See what is missing with 'audit', then set the offset with kafka-consumer-groups.sh --group {_group} --topic {_topic} --reset-offsets.", fault);
            }
            catch (KafkaException fault) { throw KafkaFault.Of("read", fault, _properties.Brokers, _log.LastError); }

            _isDrained = result is null || result.IsPartitionEOF;
            if (result is null) return false;
            if (result.IsPartitionEOF)
            {
                if (_assigned.Contains(result.Partition.Value)) _ends[result.Partition.Value] = result.Offset.Value;
                wait = TimeSpan.Zero;
                continue;
            }
            _ends.Remove(result.Partition.Value);
            _headers.Fill(result.Message.Headers);
            _ahead = (result.Partition.Value, result.Offset.Value, result.Message.Timestamp.UnixTimestampMs);
            return true;
        }
    }

    List<TopicPartitionOffset> OnAssigned(List<Confluent.Kafka.TopicPartition> partitions, IRebalanceListener listener)
    {
        _wasAssigned = true;
        try
        {
            var starts = partitions.Count == 0 ? new Dictionary<int, long>() : listener.Assigned([.. partitions.Select(partition => partition.Partition.Value)]);
            foreach (var partition in starts.Keys) _assigned.Add(partition);
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
        foreach (var number in numbers)
        {
            _assigned.Remove(number);
            _ends.Remove(number);
        }
        Drop();
    }

    void Drop()
    {
        _ahead = null;
        _ends.Clear();
        _batch.Reset(new TopicPartition(_topic, 0), 0);
    }

    IEnumerable<Confluent.Kafka.TopicPartition> PartitionsOf(IEnumerable<int> numbers) => numbers.Select(number => new Confluent.Kafka.TopicPartition(_topic, number));
}

/// <summary>Told of rebalances from within a read.</summary>
interface IRebalanceListener
{
    /// <returns>Where to begin in each partition gained.</returns>
    IReadOnlyDictionary<int, long> Assigned(IReadOnlyList<int> partitions);

    /// <summary>Partitions are given up, and still held.</summary>
    void Revoked(IReadOnlyList<int> partitions);

    /// <summary>Partitions are already someone else's.</summary>
    void Lost(IReadOnlyList<int> partitions);
}
