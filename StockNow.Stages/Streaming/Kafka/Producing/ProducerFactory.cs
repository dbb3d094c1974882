using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>Makes the transactional producers of an event log.</summary>
sealed class ProducerFactory(
    KafkaClients clients, ConsumerGroups groups, KafkaLogOptions options, Watchdog watchdog, KafkaProperties properties, KafkaClientLogHandler log,
    TimeProvider clock)
{
    PartitionCounts? _partitions;

    /// <summary>A producer.</summary>
    /// <param name="transactionalId">Its transactional id.</param>
    /// <param name="access">The rights that it needs, for messages.</param>
    /// <param name="limits">How large the records of each topic may be.</param>
    /// <param name="topics">Counts partitions.</param>
    public TransactionalProducer New(string transactionalId, KafkaAccess access, TopicLimits limits, KafkaTopics topics) =>
        new(() => clients.Producer(transactionalId, limits), PartitionsOf(topics), options.NativeBatches, options.TransactionTimeout, watchdog, properties,
            access, log, clock);

    /// <summary>The two producers of a session, which take turns.</summary>
    public TransactionPair NewPair(string group, TransactionalId id, TopicLimits limits, KafkaTopics topics)
    {
        var first = New(id.First, Access(id.First), limits, topics);
        try { return new TransactionPair(first, New(id.Second, Access(id.Second), limits, topics)); }
        catch
        {
            first.Dispose();
            throw;
        }

        KafkaAccess Access(string name) => new([.. groups.OutputsOf(group), KafkaTopics.Positions], "Write", group, "Read", name);
    }

    // One for all producers: they must agree.
    PartitionCounts PartitionsOf(KafkaTopics topics) =>
        LazyInitializer.EnsureInitialized(ref _partitions, () => new PartitionCounts(topics.PartitionsAsync, clock));
}
