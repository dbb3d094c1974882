using System.Globalization;
using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>
/// One transactional producer: begins, sends offsets, commits, aborts, and says of every fault whether its transaction may be aborted or the producer must go.
/// </summary>
/// <remarks>See docs/decisions/0017-commits-in-doubt.md for what a slow call leads to.</remarks>
sealed class TransactionalProducer : IDisposable
{
    // librdkafka: whatever is left of transaction.timeout.ms. Any other limit risks that client and coordinator disagree.
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(-1);
    static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(5), QueueFullPause = TimeSpan.FromMilliseconds(5), MetadataLimit = TimeSpan.FromSeconds(5);

    // The client sends a request once more, unseen, when its connection was idle for connections.max.idle.ms less 2 s of chance, so 3 s, or after
    // socket.timeout.ms, which is at most the transaction's time less 0.1 s: a call that came back sooner was asked once.
    static readonly TimeSpan LongestUndoubted = TimeSpan.FromSeconds(2);

    const int UnpolledAtMost = 256;

    readonly Func<IProducer<byte[], byte[]>> _build;
    readonly bool _useNative;
    readonly Watchdog _watchdog;
    readonly KafkaProperties _properties;
    readonly KafkaAccess _access;
    readonly KafkaClientLogHandler _log;
    readonly TimeProvider _clock;
    readonly TimeSpan _arrivalLimit, _longestUndoubted;
    readonly Message<byte[], byte[]> _message = new();
    readonly PartitionCounts _partitions;
    IProducer<byte[], byte[]> _producer;
    NativeProduce? _native;
    long _opened;
    int _unpolled;

    public TransactionalProducer(Func<IProducer<byte[], byte[]>> build, PartitionCounts partitions, bool useNative, TimeSpan transactionTimeout,
        Watchdog watchdog, KafkaProperties properties, KafkaAccess access, KafkaClientLogHandler log, TimeProvider clock)
    {
        (_build, _partitions, _useNative, _watchdog, _properties, _access, _log, _clock) =
            (build, partitions, useNative, watchdog, properties, access, log, clock);
        _arrivalLimit = transactionTimeout * 0.75;
        _longestUndoubted = TimeSpan.FromTicks(Math.Min(LongestUndoubted.Ticks, transactionTimeout.Ticks / 2));
        (_producer, _native) = Build();
    }

    /// <summary>Whether a transaction is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Bytes produced in the open transaction.</summary>
    public long PendingBytes { get; private set; }

    /// <summary>
    /// Why the brokers may still get a request of this producer a second time; null when all were answered once. The transaction that is open may be ended,
    /// but before another one begins the producer must be renewed: a late request could end that one too.
    /// </summary>
    public Doubt? Doubt { get; private set; }

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
            catch (KafkaException fault) { throw KafkaFault.Of("init transactions", fault, _properties, _log.LastError, _access); }
        }
    }

    /// <summary>
    /// Puts a new producer of the same id in the place of this one. The brokers abort what is open, and from then on refuse whatever the old one has asked
    /// and they have not yet heard.
    /// </summary>
    public void Renew(CancellationToken stop)
    {
        _watchdog.During("close a producer", _producer.Dispose);
        (_producer, _native) = Build();
        (IsOpen, PendingBytes, _unpolled) = (false, 0, 0);
        Init(stop);
        Doubt = null;
    }

    public void Begin()
    {
        if (IsOpen) return;
        _partitions.Refresh();
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

    public void SavePosition(string name, string value)
    {
        Begin();
        Send(new TopicPartition(KafkaTopics.Positions, 0), KafkaPositions.Message(name, value));
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
        if (left > TimeSpan.Zero) Watch("flush", () => waiting = _producer.Flush(left) > 0);
        if (waiting) throw new EventLogException($"Kafka at {_properties.Brokers} has not taken all records of a transaction within "
            + $"{_arrivalLimit.TotalSeconds:0.#} s.");
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
        try { Watch("abort transaction", () => _producer.AbortTransaction(_arrivalLimit)); }
        catch (KafkaException fault) { throw KafkaFault.Of("abort transaction", fault, _properties, _log.LastError, _access); }
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
        if (code == ErrorCode.Local_UnknownPartition)
        {
            LearnPartitions(topic);
            code = _native.Send(topic, partition, key, value, headers);
        }
        if (code == ErrorCode.MsgSizeTooLarge) throw TooLarge(topic);
        if (code != ErrorCode.NoError) throw Classify("produce", new KafkaException(new Error(code, code.GetReason(), code == ErrorCode.Local_Fatal)));
        PollNowAndThen();
    }

    void Send(TopicPartition to, Message<byte[], byte[]> message)
    {
        var hasLearned = false;
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
            catch (KafkaException fault) when (fault.Error.Code == ErrorCode.Local_UnknownPartition && !hasLearned)
            {
                LearnPartitions(to.Topic);
                hasLearned = true;
            }
            catch (KafkaException fault) when (fault.Error.Code == ErrorCode.MsgSizeTooLarge) { throw TooLarge(to.Topic); }
            catch (KafkaException fault) { throw Classify("produce", fault); }
        }
        PollNowAndThen();
    }

    // The partitions of a topic are counted for all producers at once; a producer may not have heard yet of one that was added.
    void LearnPartitions(string topic)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        try { _watchdog.During("describe topics", () => admin.GetMetadata(topic, MetadataLimit)); }
        catch (KafkaException fault) { throw KafkaFault.Of("describe topics", fault, _properties, _log.LastError, _access); }
    }

    static RecordException TooLarge(string topic) => new($"the record for {topic} is larger than Kafka:MessageMaxBytes lets a producer send");

    void WaitForRoom() => _watchdog.During("wait for room in the producer's queue", () => _producer.Poll(QueueFullPause));

    void PollNowAndThen()
    {
        if (++_unpolled < UnpolledAtMost) return;
        _unpolled = 0;
        Poll();
    }

    void Call(string call, Action work)
    {
        try { Watch(call, work); }
        catch (KafkaException fault)
        {
            _log.TakeFault(fault.Error);
            throw Classify(call, fault);
        }
    }

    void Watch(string call, Action work)
    {
        var since = _clock.GetTimestamp();
        try { _watchdog.During(call, work); }
        catch (KafkaException fault)
        {
            Doubt ??= new Doubt($"Kafka failed in '{call}' ({fault.Error.Code})", IsOutage: !HasGroupMovedOn(fault.Error.Code));
            throw;
        }
        if (_clock.GetElapsedTime(since) is var took && took > _longestUndoubted)
            Doubt ??= new Doubt(string.Create(CultureInfo.InvariantCulture, $"Kafka took {took.TotalSeconds:0.0} s for '{call}'"), IsOutage: true);
    }

    // Only a group that has moved on keeps the session. Nothing retriable does, and no message that was not delivered: sending offsets
    // the next time has hung for good on real brokers, after an abort as well.
    Exception Classify(string call, KafkaException fault)
    {
        if (fault.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.Local_State && _log.DeniedTopic is { } denied)
            return KafkaFault.Forbidden(call, denied, _properties, _access, fault);
        if (!fault.Error.IsFatal && fault is KafkaTxnRequiresAbortException && HasGroupMovedOn(fault.Error.Code))
            return new SessionRewoundException($"{call}: {fault.Error.Reason} ({fault.Error.Code})", fault);
        return IsFenced(fault.Error.Code) || (fault.Error.Code == ErrorCode.Unknown && _log.LastError?.Contains("fenced", StringComparison.Ordinal) == true)
            ? new FencedException(
                $"Kafka at {_properties.Brokers} refused '{call}': the transaction was open for longer than EventLog:Kafka:TransactionTimeout, "
                + $"or another process took over its id ({fault.Error.Code}).",
                _access.TransactionalId,
                IsOpen && _clock.GetElapsedTime(_opened) > _arrivalLimit, fault)
            : KafkaFault.Of(call, fault, _properties, _log.LastError, _access);
    }

    static bool HasGroupMovedOn(ErrorCode code) => code is ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress;

    static bool IsFenced(ErrorCode code) => code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    int PartitionsOf(string topic) => _partitions.Of(topic) is var count and > 0
        ? count
        : throw new EventLogException($"There is no topic '{topic}' at {_properties.Brokers}; create it, or start a stage that reads or writes it again: a "
        + "start creates the topics that are missing.");

    (IProducer<byte[], byte[]>, NativeProduce?) Build()
    {
        var producer = _build();
        return (producer, _useNative ? NativeProduce.Of(producer) : null);
    }
}
