using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Consuming;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>Makes clients with the settings that exactly once needs; docs/decisions has the figures for them.</summary>
sealed class KafkaClients(KafkaProperties properties, KafkaLogOptions options, int recordLimit, KafkaClientLogHandler log)
{
    /// <summary>The group that readers outside of any group name, because the client needs one. Nothing is ever committed to it.</summary>
    public const string ScanGroup = "instocknow-scan";

    /// <summary>What such a reader works with.</summary>
    public static KafkaAccess ScanAccess(string topic) => new([topic], "Read", ScanGroup, "Describe");

    const string ResultFields = "dotnet.consumer.consume.result.fields";

    static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(3);

    static readonly KeyValuePair<string, string>[] Common =
    [
        new("reconnect.backoff.ms", "50"), new("reconnect.backoff.max.ms", "1000"), new("log.connection.close", "false"),
        // by default partitions that were added would be missed for 5 minutes
        new("enable.metrics.push", "false"), new("topic.metadata.refresh.interval.ms", "10000"),
    ];

    readonly ConcurrentDictionary<string, int> _made = new(StringComparer.Ordinal);

    public IAdminClient Admin(Action<Error>? onError = null) =>
        new AdminClientBuilder(properties.With([.. Common, ClientId("admin")], [new("allow.auto.create.topics", "false")]))
        .SetLogHandler((_, message) => log.Take(message)).SetErrorHandler((_, error) => onError?.Invoke(error)).Build();

    /// <summary>A producer for transactions. Its caller polls it.</summary>
    /// <remarks>
    /// retry.backoff.ms of 1: with the default of 100 each transaction that follows another waits 100 ms for the markers of the one before. linger.ms of 0.5:
    /// what is produced while the transaction before is committed is already there when its own turn comes, and a busy producer still sends batches.
    /// connections.max.idle.ms of 5000: librdkafka keeps a group coordinator that has left the cluster, and a call that waits for it is looked at again
    /// only when some connection changes its state; connections that close and open see to that (librdkafka issues 5456 and 5511).
    /// </remarks>
    public IProducer<byte[], byte[]> Producer(string transactionalId, TopicLimits limits) => new ProducerBuilder<byte[], byte[]>(properties.With(
        [
            .. Common, ClientId(Short(transactionalId)), .. limits.ForProducer(), new("retry.backoff.ms", "1"), new("linger.ms", "0.5"),
            new("compression.type", "lz4"), new("connections.max.idle.ms", "5000"),
            new("dotnet.producer.enable.background.poll", "false"), new("dotnet.producer.delivery.report.fields", "none"),
            new("queue.buffering.max.kbytes", "262144"),
        ],
        [
            new("transactional.id", transactionalId), new("transaction.timeout.ms", Milliseconds(options.TransactionTimeout)),
                new("allow.auto.create.topics", "false"),
        ])).SetLogHandler((_, message) => log.Take(message)).SetErrorHandler((_, error) => log.Take(error)).Build();

    /// <summary>A member of a group. It commits nothing by itself and never chooses an offset by itself.</summary>
    public ConsumerBuilder<int, int> Member(string group, RecordScratch scratch) => Consumer(
        Short(group), [
            new("group.id", group), new("partition.assignment.strategy", "cooperative-sticky"), new("session.timeout.ms", Milliseconds(options.SessionTimeout)),
            new("heartbeat.interval.ms", Milliseconds(Heartbeat)), new("max.poll.interval.ms", Milliseconds(LongestPoll)),
            new(ResultFields, "timestamp,headers"),
        ], scratch);

    /// <summary>Sees a group's committed offsets without belonging to it.</summary>
    /// <remarks>
    /// Not the admin client: its call for this ends the process by a failed assertion when the group's coordinator goes away at the wrong moment.
    /// </remarks>
    /// <param name="group">The group.</param>
    /// <param name="onError">Is notified why a question gets no answer.</param>
    public IConsumer<Ignore, Ignore> GroupOffsets(string group, Action<Error> onError) => new ConsumerBuilder<Ignore, Ignore>(properties.With(
        [.. Common, ClientId($"{Short(group)}-offsets")],
            [new("group.id", group), new("enable.auto.commit", "false"), new("isolation.level", "read_uncommitted"), new("allow.auto.create.topics", "false")]))
        .SetLogHandler((_, message) => log.Take(message)).SetErrorHandler((_, error) =>
        {
            onError(error);
            log.Take(error);
        }).Build();

    /// <summary>A consumer that belongs to no group and is assigned its partitions.</summary>
    /// <param name="scratch">Gets key and value of each record.</param>
    /// <param name="ofSeveralTopics">Whether results name their topic.</param>
    public IConsumer<int, int> Scanner(RecordScratch scratch, bool ofSeveralTopics = false) => Consumer(
        "scan", [new("group.id", ScanGroup), new(ResultFields, ofSeveralTopics ? "timestamp,headers,topic" : "timestamp,headers")], scratch).Build();

    ConsumerBuilder<int, int> Consumer(string purpose, IEnumerable<KeyValuePair<string, string>> own, RecordScratch scratch) =>
        new ConsumerBuilder<int, int>(properties.With(
        [
            .. Common, ClientId(purpose), .. RecordLimit.ForConsumer(recordLimit), new("fetch.min.bytes", "1"), new("fetch.wait.max.ms", "50"),
            new("fetch.queue.backoff.ms", "20"), new("queued.max.messages.kbytes", "8192"),
        ],
        [
            .. own, new("enable.auto.commit", "false"), new("enable.auto.offset.store", "false"), new("isolation.level", "read_committed"),
            new("auto.offset.reset", "error"), new("enable.partition.eof", "true"), new("allow.auto.create.topics", "false"),
        ])).SetKeyDeserializer(scratch.Keys).SetValueDeserializer(scratch.Values).SetLogHandler((_, message) => log.Take(message))
        .SetErrorHandler((_, error) => log.Take(error));

    // A member learns of a rebalance by its next heartbeat: a long session must not make rebalances long.
    TimeSpan Heartbeat => TimeSpan.FromTicks(Math.Min(options.SessionTimeout.Ticks / 4, LongestHeartbeat.Ticks));

    // A member may wait within a read for somebody's transaction to end, and the client refuses less than the session's time.
    TimeSpan LongestPoll => TimeSpan.FromTicks(
        Math.Max(TimeSpan.FromMinutes(5).Ticks, Math.Max(options.SessionTimeout.Ticks, 2 * options.TransactionTimeout.Ticks)));

    // By this an operator tells processes and workers apart, as in the column CLIENT-ID of kafka-consumer-groups.sh.
    KeyValuePair<string, string> ClientId(string purpose)
    {
        var number = _made.AddOrUpdate(purpose, 1, (_, before) => before + 1);
        return new("client.id", string.Create(CultureInfo.InvariantCulture, $"stocknow-{purpose}-{Environment.MachineName}-{Environment.ProcessId}-{number}"));
    }

    static string Short(string name) => name.StartsWith("instocknow-", StringComparison.Ordinal) ? name["instocknow-".Length..] : name;

    static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
