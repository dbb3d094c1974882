using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Consuming;
using StockNow.Stages.Streaming.Kafka.Operator;
using StockNow.Stages.Streaming.Kafka.Producing;
using StockNow.Stages.Streaming.Kafka.Topics;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>The event log on Kafka: transactions, groups and offsets are Kafka's own.</summary>
sealed class KafkaEventLog : IEventLog
{
    readonly KafkaProperties _properties;
    readonly KafkaLogOptions _options;
    readonly EventLogOptions _log;
    readonly ConsumerGroups _groups;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly KafkaClientLogHandler _clientLog;
    readonly KafkaClients _clients;
    readonly int _recordLimit;
    readonly Watchdog _watchdog;
    readonly FencedIds _fencedIds;
    readonly Renewals _renewals;
    readonly ProducerFactory _producers;
    readonly SemaphoreSlim _contacting = new(1, 1);
    readonly CancellationTokenSource _end = new();
    KafkaTopics? _topics;
    GroupWarnings? _groupWarnings;
    UnrecoverableException? _noContact;
    bool _disposed;

    /// <param name="properties">The section <c>Kafka</c>.</param>
    /// <param name="options">The section <c>EventLog:Kafka</c>.</param>
    /// <param name="log">The section <c>EventLog</c>.</param>
    /// <param name="groups">The groups of the pipeline.</param>
    /// <param name="limits">How long readings may be.</param>
    /// <param name="clock">Measures commit intervals.</param>
    /// <param name="logger">Logs rebalances and outages.</param>
    public KafkaEventLog(KafkaProperties properties, KafkaLogOptions options, EventLogOptions log, ConsumerGroups groups, ReadingLimits limits,
        TimeProvider clock, ILogger<KafkaEventLog> logger)
    {
        (_properties, _options, _log, _groups, _clock, _logger) = (properties, options, log, groups, clock, logger);
        _clientLog = new KafkaClientLogHandler(logger, clock);
        _clients = new KafkaClients(properties, options, _recordLimit = RecordLimit.Of(limits), _clientLog);
        _watchdog = new Watchdog(options.HangTimeout, clock, logger);
        _producers = new ProducerFactory(_clients, groups, options, _watchdog, properties, _clientLog, clock);
        _fencedIds = new FencedIds(clock);
        _renewals = new Renewals(clock, logger);
    }

    /// <inheritdoc/>
    public string Description => $"Kafka at {_properties.Brokers}{(_properties.IsTls ? ", TLS" : "")}";

    /// <inheritdoc/>
    public bool OffsetsAreDense => false;

    /// <inheritdoc/>
    public async Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop) =>
        await (await TopicsAsync(stop)).EnsureAsync(topics, stop);

    /// <inheritdoc/>
    public Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop) => OpenWriterAsync(TransactionalId.OfWriter(name), stop);

    /// <inheritdoc/>
    public Task<IEventLogWriter> OpenInstanceWriterAsync(string name, CancellationToken stop) =>
        OpenWriterAsync(TransactionalId.OfInstanceWriter(name, _options.Instance), stop);

    /// <inheritdoc/>
    public async Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop);
        return new KafkaReader(
            group, topic, owner, listener => NewConsumer(group, topic, listener, BeginsAnew), () => topics.OffsetsAsync(topic).GetAwaiter().GetResult(),
            Progress(group, topic, topics), _logger);
    }

    /// <inheritdoc/>
    public async Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop);
        var topicId = await topics.IdAsync(topic)
            ?? throw new EventLogException($"There is no topic '{topic}' at {_properties.Brokers}; create it, or start a stage that reads or writes it again: "
            + "a start creates the topics that are missing.");
        var partitions = await topics.PartitionsAsync(topic);
        var limits = await topics.ProducerLimitsAsync();
        var outOfRange = new OffsetsOutOfRange(group, topic, topicId, topics, _properties);
        var id = TransactionalId.Take(group, _options.Instance);
        try
        {
            var witness = new OutputWitness(this);
            var parts = new SessionParts
            {
                Group = group,
                Topic = topic,
                TopicId = topicId,
                Partitions = Enumerable.Range(0, partitions),
                Id = id,
                NewConsumer = listener => NewConsumer(group, topic, listener, fault => outOfRange.ExplainAsync(fault).GetAwaiter().GetResult()),
                NewTransactions = () => _producers.NewPair(group, id, limits, topics),
                LookUpInitialOffsets = () => InitialOffsetsOf(topics).LookUpAsync(group, topic, topicId, stop).GetAwaiter().GetResult(),
                Progress = Progress(group, topic, topics),
                Guard = new RepeatGuard(
                    group, topic, () => witness.SeeAsync(topic, _groups.OutputsOf(group), stop).GetAwaiter().GetResult(), _log.AllowReprocessing, _properties,
                    _logger),
                Limits = limits,
                FencedIds = _fencedIds,
                Renewals = _renewals,
                CommitInterval = _log.CommitInterval,
                OffsetsInterval = _options.OffsetsInterval,
                Clock = _clock,
                Logger = _logger,
            };
            return await Task.Run(() => new KafkaSession(parts, stop), stop);
        }
        catch (FencedException fenced)
        {
            id.Dispose();
            throw _fencedIds.Judge(id, fenced);
        }
        catch
        {
            id.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<string> IdentityAsync(string topic, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop);
        return await topics.IdAsync(topic) is { } id ? $"{await topics.ClusterIdAsync()}.{id}" : "";
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) =>
        (await StableOffsetsOf(await TopicsAsync(stop)).LookAsync(topic, stop)).Partitions;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PartitionState>> DescribeStableAsync(string topic, CancellationToken stop) =>
        await StableOffsetsOf(await TopicsAsync(stop)).WaitAsync(topic, stop);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop);
        var partitions = await topics.PartitionsAsync(topic);
        return partitions == 0 ? new Dictionary<int, long>() : await topics.CommittedAsync(group, topic, partitions);
    }

    /// <inheritdoc/>
    public string CommandToSetOffset(string group, TopicPartition partition, long offset) =>
        new KafkaCommands(_properties).SetOffset(group, partition.Topic, partition.Partition, offset);

    /// <inheritdoc/>
    public async Task<string?> PositionAsync(string name, CancellationToken stop) => (await PositionsAsync(stop)).GetValueOrDefault(name);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> PositionsAsync(string prefix, CancellationToken stop) =>
        (await PositionsAsync(stop)).Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary();

    /// <inheritdoc/>
    /// <remarks>Markers of transactions take offsets too, so records are counted by reading them.</remarks>
    public async Task<long> CountAsync(string topic, CancellationToken stop)
    {
        var count = 0L;
        foreach (var (partition, start, end) in await DescribeStableAsync(topic, stop))
            await foreach (var batch in ScanAsync(partition, start, end, stop)) count += batch.Count;
        return count;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop)
    {
        var topics = await TopicsAsync(stop);
        await topics.CheckAsync();
        var hanging = await new HangingTransactions(topics, _groups, new KafkaCommands(_properties), _options.TransactionTimeout, _clock).FindAsync(stop);
        var groups = _groupWarnings ??= new GroupWarnings(this, _groups, InitialOffsetsOf(topics), _log.AllowReprocessing, _properties, _clock);
        return [.. hanging, .. await groups.FindAsync(stop)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> AdviceAsync(LogUse use, CancellationToken stop) =>
        await (await TopicsAsync(stop)).AdviceAsync(use);

    /// <inheritdoc/>
    /// <remarks>With ids of its own, so that no running process is fenced.</remarks>
    public async Task TryUseAsync(LogUse use, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop);
        foreach (var group in _groups.All.Where(group => use.Groups.Contains(group.Group)))
        {
            await CommittedAsync(group.Group, group.Topic, stop);
            if (group.Outputs.Count > 0) await TryProducerAsync($"{group.Group}-validate");
        }
        if (use.Written.Contains(TopicNames.Input)) await TryProducerAsync(TransactionalId.NameOfWriter("simulator-validate"));

        async Task TryProducerAsync(string id)
        {
            using var producer = _producers.New(id, new KafkaAccess(use.Written, "Write", null, "Read", id), TopicLimits.Unknown, topics);
            await Task.Run(() => producer.Init(stop), stop);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, [EnumeratorCancellation] CancellationToken stop)
    {
        if (from >= to) yield break;
        using var scan = await Task.Run(() => new KafkaScan(_clients, partition, from, to, _properties), stop);
        while (await Task.Run(() => scan.Next(stop), stop) is { Count: > 0 } batch) yield return batch;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> ScanAsync(IReadOnlyCollection<PartitionState> ranges, [EnumeratorCancellation] CancellationToken stop)
    {
        if (ranges.Count == 0) yield break;
        using var scan = await Task.Run(() => new KafkaRangesScan(_clients, ranges, _properties), stop);
        while (await Task.Run(() => scan.Next(stop), stop) is { } batch) yield return batch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return; // known under several interfaces, each of which disposes it
        await _end.CancelAsync();
        await _contacting.WaitAsync(); // a contact under way ends first
        _topics?.Dispose();
        _contacting.Release();
        _watchdog.Dispose();
        _end.Dispose();
    }

    // The owner of the partitions knows better than the group's offset where to continue, and says what it has missed.
    static EventLogException BeginsAnew(Confluent.Kafka.KafkaException fault) =>
        new($"An offset that was to be read next no longer exists ({fault.Error.Reason}); reading begins again at the first offset that does.", fault);

    async Task<IEventLogWriter> OpenWriterAsync(TransactionalId id, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop);
        var limits = await topics.ProducerLimitsAsync();
        try
        {
            var producer = _producers.New(id.Name, new KafkaAccess([.. TopicNames.All, KafkaTopics.Positions], "Write", null, "Read", id.Name), limits, topics);
            try { await Task.Run(() => producer.Init(stop), stop); }
            catch
            {
                producer.Dispose();
                throw;
            }
            return new KafkaWriter(producer, id, limits, _fencedIds, _renewals, PositionsAsync);
        }
        catch
        {
            id.Dispose();
            throw;
        }
    }

    GroupConsumer NewConsumer(string group, string topic, IRebalanceListener listener, Func<Confluent.Kafka.KafkaException, Exception> explainOutOfRange) =>
        new(_clients, group, topic, new CountedRebalances(listener, group, topic), explainOutOfRange, _options.NativeBatches, _properties, _clientLog);

    async Task<Dictionary<string, string>> PositionsAsync(CancellationToken stop) =>
        await new KafkaPositions(_clients, _properties).ReadAsync(await DescribeStableAsync(KafkaTopics.Positions, stop), stop);

    StableOffsets StableOffsetsOf(KafkaTopics topics) => new(topics, _options.TransactionTimeout, _clock, _logger);

    GroupProgress Progress(string group, string topic, KafkaTopics topics) => new(group, topic, topics, StableOffsetsOf(topics), _clock, _logger);

    InitialOffsets InitialOffsetsOf(KafkaTopics topics) => new(_clients, topics, StableOffsetsOf(topics), _properties);

    async Task<KafkaTopics> TopicsAsync(CancellationToken stop)
    {
        if (_topics is { } topics) return topics;
        await _contacting.WaitAsync(stop);
        try
        {
            if (_topics is not null) return _topics;
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_noContact is { } fault) throw new UnrecoverableException(fault.Message, fault); // the process ends: nobody need wait as long again
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, _end.Token);
            var admin = await new FirstContact(_clients, _properties, _options, _clock, _clientLog, _logger).MakeAsync(end.Token);
            return _topics = new KafkaTopics(admin, _clients, _properties, _options, _recordLimit, _clock, _clientLog, _logger);
        }
        catch (UnrecoverableException fault)
        {
            _noContact ??= fault;
            throw;
        }
        finally { _contacting.Release(); }
    }
}
