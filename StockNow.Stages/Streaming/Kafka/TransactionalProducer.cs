using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>One transactional producer: begins, sends offsets, commits, aborts, and says of every fault whether its transaction may be aborted or the producer must go.</summary>
sealed class TransactionalProducer : IDisposable
{
    // librdkafka: whatever is left of transaction.timeout.ms. Any other limit risks that client and coordinator disagree.
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(-1);
    static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(5), QueueFullPause = TimeSpan.FromMilliseconds(5);

    const int UnpolledAtMost = 256;

    readonly IProducer<byte[], byte[]> _producer;
    readonly NativeProduce? _native;
    readonly Watchdog _watchdog;
    readonly KafkaProperties _properties;
    readonly KafkaClientLog _log;
    readonly TimeProvider _clock;
    readonly TimeSpan _arrivalLimit;
    readonly Message<byte[], byte[]> _message = new();
    readonly Dictionary<string, int> _partitions = [];
    readonly Func<string, int> _partitionsOf;
    long _opened;
    int _unpolled;

    public TransactionalProducer(IProducer<byte[], byte[]> producer, Func<string, int> partitionsOf, bool useNative, TimeSpan transactionTimeout, Watchdog watchdog, KafkaProperties properties, KafkaClientLog log, TimeProvider clock) =>
        (_producer, _native, _partitionsOf, _arrivalLimit, _watchdog, _properties, _log, _clock) = (producer, useNative ? NativeProduce.Of(producer) : null, partitionsOf, transactionTimeout * 0.75, watchdog, properties, log, clock);

    /// <summary>Whether a transaction is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Bytes produced in the open transaction.</summary>
    public long PendingBytes { get; private set; }

    /// <summary>Ends what a producer of the same id before this one has left open. The one call that may be repeated.</summary>
    public void Init(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                _watchdog.During("init transactions", () => _producer.InitTransactions(InitLimit));
                return;
            }
            catch (KafkaRetriableException fault) when (!fault.Error.IsFatal) { _log.TakeFault(fault.Error); }
            catch (KafkaException fault) { throw KafkaFault.Of("init transactions", fault, _properties.Brokers, _log.LastError); }
        }
    }

    public void Begin()
    {
        if (IsOpen) return;
        Call("begin transaction", _producer.BeginTransaction);
        (IsOpen, _opened) = (true, _clock.GetTimestamp());
    }

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers)
    {
        Begin();
        var partition = Partitioner.PartitionOf(key, value, PartitionsOf(topic));
        if (_native is not null) SendNative(topic, partition, key, value, headers);
        else
        {
            _message.Key = key.IsEmpty ? null! : key.ToArray();
            _message.Value = value.ToArray();
            _message.Headers = headers?.ToKafka();
            Send(new TopicPartition(topic, partition), _message);
        }
        PendingBytes += key.Length + value.Length;
    }

    public void SavePosition(string name, long position)
    {
        Begin();
        Send(new TopicPartition(KafkaTopics.Positions, 0), KafkaPositions.Message(name, position));
    }

    /// <summary>Waits until the brokers have all that was produced.</summary>
    /// <remarks>
    /// Not until they give messages up, which they do after the transaction timeout: whatever is asked of a transaction that has lost messages, or of the
    /// producer after it was aborted, has hung for good.
    /// </remarks>
    /// <exception cref="EventLogException">They took too long, and the producer must go.</exception>
    public void Flush()
    {
        if (!IsOpen) return;
        var waiting = true;
        var left = _arrivalLimit - _clock.GetElapsedTime(_opened);
        if (left > TimeSpan.Zero) _watchdog.During("flush", () => waiting = _producer.Flush(left) > 0);
        if (waiting) throw new EventLogException($"Kafka at {_properties.Brokers} has not taken all records of a transaction within {_arrivalLimit.TotalSeconds:0.#} s.");
    }

    /// <summary>Commits what is open together with a group's offsets.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, IConsumerGroupMetadata member)
    {
        var since = _clock.GetTimestamp();
        Begin();
        if (offsets.Count > 0) Call("send offsets to transaction", () => _producer.SendOffsetsToTransaction(offsets, member, Rest));
        Commit();
        return _clock.GetElapsedTime(since);
    }

    public void Commit()
    {
        Call("commit transaction", _producer.CommitTransaction);
        _log.TakeAnswer();
        IsOpen = false;
        PendingBytes = 0;
        Poll();
    }

    /// <summary>Aborts what is open, once all of it has arrived.</summary>
    /// <exception cref="EventLogException">The producer must go; the next one of its id aborts what is open.</exception>
    public void Abort()
    {
        if (!IsOpen) return;
        Flush();
        AbortNow();
    }

    // Without a limit of its own the call waits as long as the brokers are away.
    void AbortNow()
    {
        try { _watchdog.During("abort transaction", () => _producer.AbortTransaction(_arrivalLimit)); }
        catch (KafkaException fault) { throw KafkaFault.Of("abort transaction", fault, _properties.Brokers, _log.LastError); }
        IsOpen = false;
        PendingBytes = 0;
    }

    /// <summary>Serves delivery reports, without which a commit waits.</summary>
    public void Poll() => _producer.Poll(TimeSpan.Zero);

    /// <summary>Aborts what is open, as well as it can be: otherwise readers would wait for it until its time is up.</summary>
    public void Dispose()
    {
        try
        {
            if (IsOpen) AbortNow();
        }
        catch (EventLogException) { } // the next producer of the id aborts it
        _producer.Dispose();
    }

    void SendNative(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers)
    {
        ErrorCode code;
        while ((code = _native!.Send(topic, partition, key, value, headers)) == ErrorCode.Local_QueueFull) WaitForRoom();
        if (code != ErrorCode.NoError) throw Classify("produce", new KafkaException(new Error(code, code.GetReason(), code == ErrorCode.Local_Fatal)));
        PollNowAndThen();
    }

    void Send(TopicPartition to, Message<byte[], byte[]> message)
    {
        while (true)
        {
            try
            {
                _producer.Produce(to, message);
                break;
            }
            catch (ProduceException<byte[], byte[]> fault) when (fault.Error.Code == ErrorCode.Local_QueueFull)
            {
                WaitForRoom();
            }
            catch (KafkaException fault) { throw Classify("produce", fault); }
        }
        PollNowAndThen();
    }

    void WaitForRoom() => _watchdog.During("wait for room in the producer's queue", () => _producer.Poll(QueueFullPause));

    void PollNowAndThen()
    {
        if (++_unpolled < UnpolledAtMost) return;
        _unpolled = 0;
        Poll();
    }

    void Call(string call, Action work)
    {
        try { _watchdog.During(call, work); }
        catch (KafkaException fault)
        {
            _log.TakeFault(fault.Error);
            throw Classify(call, fault);
        }
    }

    // Only a group that has moved on keeps the clients. Nothing retriable does, and no message that was not delivered: sending offsets
    // the next time has hung for good on real brokers, after an abort as well.
    Exception Classify(string call, KafkaException fault)
    {
        if (!fault.Error.IsFatal && fault is KafkaTxnRequiresAbortException && HasGroupMovedOn(fault.Error.Code))
            return new SessionRewoundException($"{call}: {fault.Error.Reason} ({fault.Error.Code})", fault);
        return IsFenced(fault.Error.Code)
            ? new FencedException($"Kafka at {_properties.Brokers} refused '{call}': the transaction was open for longer than EventLog:Kafka:TransactionTimeout, or another process took over its id ({fault.Error.Code}).", fault)
            : KafkaFault.Of(call, fault, _properties.Brokers, _log.LastError);
    }

    static bool HasGroupMovedOn(ErrorCode code) => code is ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress;

    static bool IsFenced(ErrorCode code) => code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    int PartitionsOf(string topic)
    {
        if (!_partitions.TryGetValue(topic, out var count)) _partitions[topic] = count = _partitionsOf(topic);
        return count > 0 ? count : throw new EventLogException($"There is no topic '{topic}' at {_properties.Brokers}; it is made at start by the stages that read or write it.");
    }
}

/// <summary>Another producer of the same transactional id has taken over, or the broker ended the transaction because it was open for too long; the brokers do not say which.</summary>
sealed class FencedException(string message, Exception cause) : Exception(message, cause);
