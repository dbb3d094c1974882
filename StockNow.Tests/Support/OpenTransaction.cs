using Confluent.Kafka;

namespace StockNow.Tests.Support;

/// <summary>A transaction of somebody else's on the real broker, which stays open until it is ended.</summary>
sealed class OpenTransaction : IDisposable
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    readonly IProducer<byte[], byte[]> _producer;
    bool _ended;

    /// <summary>Begins it.</summary>
    /// <param name="id">The transactional id.</param>
    public OpenTransaction(string id)
    {
        _producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig { BootstrapServers = KafkaService.Brokers, TransactionalId = id, TransactionTimeoutMs = 300_000 }).Build();
        _producer.InitTransactions(TimeLimit);
        _producer.BeginTransaction();
    }

    /// <summary>Lets it hold a partition: what comes after it cannot be seen.</summary>
    /// <returns>The offset from which on nothing is seen.</returns>
    public async Task<long> HoldAsync(string topic, int partition)
    {
        var sent = _producer.ProduceAsync(new TopicPartition(topic, partition),
            new Message<byte[], byte[]> { Key = "somebody"u8.ToArray(), Value = "1"u8.ToArray() });
        _producer.Flush(TimeLimit);
        return (await sent).Offset.Value;
    }

    /// <summary>Lets it hold a group's offset in a partition.</summary>
    public void HoldOffset(string group, string topic, int partition)
    {
        using var member = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = KafkaService.Brokers, GroupId = group }).Build();
        _producer.SendOffsetsToTransaction([new TopicPartitionOffset(topic, partition, 1)], member.ConsumerGroupMetadata, TimeLimit);
    }

    /// <summary>Ends it; nothing of it is left.</summary>
    public void End()
    {
        _producer.AbortTransaction(TimeLimit);
        _ended = true;
    }

    /// <summary>Ends it too, if the test has failed before: a transaction that stays open would fail the tests after it.</summary>
    public void Dispose()
    {
        if (!_ended) _producer.AbortTransaction(TimeLimit);
        _producer.Dispose();
    }
}
