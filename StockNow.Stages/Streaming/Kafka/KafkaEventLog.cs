using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>The event log on Kafka: transactions, groups and offsets are Kafka's own.</summary>
public sealed class KafkaEventLog : IEventLog
{
    readonly KafkaProperties _properties;
    readonly KafkaLogOptions _options;
    readonly EventLogOptions _log;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly KafkaClientLog _clientLog;
    readonly KafkaClients _clients;
    readonly int _recordLimit;
    readonly Watchdog _watchdog;
    readonly Fences _fences;
    readonly SemaphoreSlim _contacting = new(1, 1);
    readonly CancellationTokenSource _end = new();
    KafkaTopics? _topics;
    UnrecoverableException? _noContact;
    bool _disposed;

    /// <param name="properties">The section <c>Kafka</c>.</param>
    /// <param name="options">The section <c>EventLog:Kafka</c>.</param>
    /// <param name="log">The section <c>EventLog</c>.</param>
    /// <param name="pipeline">How long readings may be.</param>
    /// <param name="clock">Measures commit intervals.</param>
    /// <param name="logger">Told of rebalances and outages.</param>
    public KafkaEventLog(KafkaProperties properties, KafkaLogOptions options, EventLogOptions log, PipelineOptions pipeline, TimeProvider clock, ILogger<KafkaEventLog> logger)
    {
        (_properties, _options, _log, _clock, _logger) = (properties, options, log, clock, logger);
        _clientLog = new KafkaClientLog(logger, clock);
        _clients = new KafkaClients(properties, options, _recordLimit = RecordLimit.Of(pipeline), _clientLog);
        _watchdog = new Watchdog(options.HangTimeout, clock, logger);
        _fences = new Fences(clock);
    }

    /// <inheritdoc/>
    public string Description => $"Kafka at {_properties.Brokers}{(_properties.IsTls ? ", TLS" : "")}";

    /// <inheritdoc/>
    public async Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop) =>
        await (await TopicsAsync(stop).ConfigureAwait(false)).EnsureAsync(topics, stop).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop).ConfigureAwait(false);
        var id = TransactionalId.OfWriter(name, _options.Instance);
        try
        {
            var producer = NewProducer(id.Name, topics);
            try { await Task.Run(() => producer.Init(stop), stop).ConfigureAwait(false); }
            catch
            {
                producer.Dispose();
                throw;
            }
            return new KafkaWriter(producer, id, _fences);
        }
        catch
        {
            id.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop).ConfigureAwait(false);
        return new KafkaReader(group, topic, owner, listener => NewConsumer(group, topic, listener), () => topics.OffsetsAsync(topic).GetAwaiter().GetResult(), Progress(group, topic, topics), _logger);
    }

    /// <inheritdoc/>
    public async Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop).ConfigureAwait(false);
        var topicId = await topics.IdAsync(topic).ConfigureAwait(false)
            ?? throw new EventLogException($"There is no topic '{topic}' at {_properties.Brokers}; it is made at start by the stages that read or write it.");
        var partitions = await topics.PartitionsAsync(topic).ConfigureAwait(false);
        var id = TransactionalId.Take(group, _options.Instance);
        try
        {
            var parts = new SessionParts(group, topic, topicId, partitions, id, listener => NewConsumer(group, topic, listener), () => NewTransactions(id, topics),
                () => Meetings(topics).LookUpAsync(group, topic, topicId, stop).GetAwaiter().GetResult(), Progress(group, topic, topics), _fences, _log.CommitInterval, _options.OffsetsInterval, _clock, _logger);
            return await Task.Run(() => new KafkaSession(parts, stop), stop).ConfigureAwait(false);
        }
        catch (FencedException fenced)
        {
            id.Dispose();
            throw _fences.Judge(id.Name, fenced);
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
        var topics = await TopicsAsync(stop).ConfigureAwait(false);
        return await topics.IdAsync(topic).ConfigureAwait(false) is { } id ? $"{await topics.ClusterIdAsync().ConfigureAwait(false)}.{id}" : "";
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) =>
        (await Settled(await TopicsAsync(stop).ConfigureAwait(false)).LookAsync(topic, stop).ConfigureAwait(false)).Partitions;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PartitionState>> DescribeSettledAsync(string topic, CancellationToken stop) =>
        await Settled(await TopicsAsync(stop).ConfigureAwait(false)).WaitAsync(topic, stop).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop)
    {
        var topics = await TopicsAsync(stop).ConfigureAwait(false);
        var partitions = await topics.PartitionsAsync(topic).ConfigureAwait(false);
        return partitions == 0 ? new Dictionary<int, long>() : await topics.CommittedAsync(group, topic, partitions).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<long?> PositionAsync(string name, CancellationToken stop)
    {
        var positions = await new KafkaPositions(_clients).ReadAsync(await DescribeSettledAsync(KafkaTopics.Positions, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
        return positions.TryGetValue(name, out var position) ? position : null;
    }

    /// <inheritdoc/>
    /// <remarks>Markers of transactions take offsets too, so records are counted by reading them.</remarks>
    public async Task<long> CountAsync(string topic, CancellationToken stop)
    {
        var count = 0L;
        foreach (var (partition, start, end) in await DescribeSettledAsync(topic, stop).ConfigureAwait(false))
            await foreach (var batch in ScanAsync(partition, start, end, stop).ConfigureAwait(false)) count += batch.Count;
        return count;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop)
    {
        var topics = await TopicsAsync(stop).ConfigureAwait(false);
        var narrow = await topics.CheckAsync(TopicNames.All).ConfigureAwait(false);
        var hanging = await new HangingTransactions(topics, _properties.Brokers, _options.TransactionTimeout, _clock).FindAsync(stop).ConfigureAwait(false);
        var lostByFilter = await Meetings(topics).LostOffsetsAsync(GroupNames.AlertFilter, TopicNames.Input, stop).ConfigureAwait(false);
        var lostByHandler = await Meetings(topics).LostOffsetsAsync(GroupNames.AlertHandler, TopicNames.Alerts, stop).ConfigureAwait(false);
        return [.. narrow, .. hanging, .. new[] { lostByFilter, lostByHandler }.OfType<string>()];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, [EnumeratorCancellation] CancellationToken stop)
    {
        if (from >= to) yield break;
        using var scan = await Task.Run(() => new KafkaScan(_clients, partition, from, to, _properties), stop).ConfigureAwait(false);
        while (await Task.Run(() => scan.Next(stop), stop).ConfigureAwait(false) is { Count: > 0 } batch) yield return batch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return; // known under several interfaces, each of which disposes it
        await _end.CancelAsync().ConfigureAwait(false);
        await _contacting.WaitAsync().ConfigureAwait(false); // a contact under way ends first
        _topics?.Dispose();
        _contacting.Release();
        _watchdog.Dispose();
        _end.Dispose();
    }

    GroupConsumer NewConsumer(string group, string topic, IRebalanceListener listener) => new(_clients, group, topic, new CountedRebalances(listener, group, topic), _options.NativeBatches, _properties, _clientLog);

    TransactionPair NewTransactions(TransactionalId id, KafkaTopics topics)
    {
        var first = NewProducer($"{id.Name}-a", topics);
        try { return new TransactionPair(first, NewProducer($"{id.Name}-b", topics)); }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    TransactionalProducer NewProducer(string transactionalId, KafkaTopics topics) =>
        new(_clients.Producer(transactionalId), topic => topics.PartitionsAsync(topic).GetAwaiter().GetResult(), _options.NativeBatches, _options.TransactionTimeout, _watchdog, _properties, _clientLog, _clock);

    SettledOffsets Settled(KafkaTopics topics) => new(topics, _options.TransactionTimeout, _clock, _logger);

    GroupProgress Progress(string group, string topic, KafkaTopics topics) => new(group, topic, topics, Settled(topics), _clock, _logger);

    GroupMeetings Meetings(KafkaTopics topics) => new(_clients, topics, Settled(topics), _properties.Brokers);

    async Task<KafkaTopics> TopicsAsync(CancellationToken stop)
    {
        if (_topics is { } topics) return topics;
        await _contacting.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (_topics is not null) return _topics;
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_noContact is { } fault) throw new UnrecoverableException(fault.Message, fault); // the process ends: nobody need wait as long again
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, _end.Token);
            var admin = await new FirstContact(_clients, _properties, _options, _clock, _clientLog, _logger).MakeAsync(end.Token).ConfigureAwait(false);
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
