using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace StockNow.Tests.Pipelines;

/// <summary>
/// What the filter does, as the client's own documentation shows it: one transactional producer; what may be repeated is repeated, what can be aborted is
/// aborted and read again, and after any other fault the clients are rebuilt, as by a supervisor.
/// </summary>
sealed class PlainLoop(string brokers)
{
    const string Topic = "plain-alerts", Group = "plain-filter";
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), CommitInterval = TimeSpan.FromMilliseconds(20), Pause = TimeSpan.FromSeconds(1),
        Look = TimeSpan.FromSeconds(5), DrainTimeout = TimeSpan.FromMinutes(1);

    int _aborts, _rebuilds;

    /// <summary>Makes its topic and begins, on a thread that nobody waits for: a call may hang.</summary>
    public async Task StartAsync(int partitions, CancellationToken stop)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
        new Thread(() => Run(stop)) { IsBackground = true }.Start();
    }

    /// <summary>What it has made of what it should have, once nothing is missing, or a minute has passed.</summary>
    public async Task<string> ResultAsync()
    {
        var wanted = KafkaRecords.Read(brokers, TopicNames.Input).Where(IsAlert).Select(reading => reading.At).ToHashSet();
        for (var since = TimeProvider.System.GetTimestamp(); ; await Task.Delay(Look))
        {
            var made = KafkaRecords.Read(brokers, Topic).GroupBy(alert => alert.Source!.Value).ToDictionary(same => same.Key, same => same.Count());
            var missing = wanted.Count(source => !made.ContainsKey(source));
            if (missing > 0 && TimeProvider.System.GetElapsedTime(since) < DrainTimeout) continue;
            return string.Create(CultureInfo.InvariantCulture,
                $"{wanted.Count:N0} alerts wanted, {made.Values.Sum(count => count - 1):N0} twice, {missing:N0} missing; {_aborts} aborts, {_rebuilds} times "
                + $"rebuilt");
        }
    }

    void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try { RunClients(stop); }
            catch (KafkaException)
            {
                _rebuilds++;
                stop.WaitHandle.WaitOne(Pause);
            }
        }
    }

    void RunClients(CancellationToken stop)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig { BootstrapServers = brokers, TransactionalId = Group, TransactionTimeoutMs = 10_000, LingerMs = 0 })
            .SetLogHandler((_, _) => { }).Build();
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers, GroupId = Group, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted,
                AutoOffsetReset = AutoOffsetReset.Earliest, SessionTimeoutMs = 10_000,
        }).SetLogHandler((_, _) => { }).Build();
        Repeat(() => producer.InitTransactions(Limit), stop);
        consumer.Subscribe(TopicNames.Input);
        while (!stop.IsCancellationRequested)
        {
            producer.BeginTransaction();
            try
            {
                var next = Fill(producer, consumer);
                if (next.Count > 0) Repeat(() => producer.SendOffsetsToTransaction(next, consumer.ConsumerGroupMetadata, Limit), stop);
                Repeat(() => producer.CommitTransaction(Limit), stop);
            }
            catch (KafkaTxnRequiresAbortException)
            {
                _aborts++;
                Repeat(() => producer.AbortTransaction(Limit), stop);
                foreach (var offset in consumer.Committed(consumer.Assignment, Limit))
                    consumer.Seek(new TopicPartitionOffset(offset.TopicPartition, offset.Offset == Offset.Unset ? Offset.Beginning : offset.Offset));
            }
        }
    }

    static List<TopicPartitionOffset> Fill(IProducer<byte[], byte[]> producer, IConsumer<byte[], byte[]> consumer)
    {
        var next = new Dictionary<TopicPartition, Offset>();
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < CommitInterval)
        {
            if (consumer.Consume(CommitInterval) is not { } reading) break;
            next[reading.TopicPartition] = reading.Offset + 1;
            if (!IsAlert(reading.Message.Value)) continue;
            producer.Produce(new TopicPartition(Topic, reading.Partition),
                new Message<byte[], byte[]> { Key = reading.Message.Key, Value = reading.Message.Value, Headers = SourceOf(reading) });
        }
        return [.. next.Select(one => new TopicPartitionOffset(one.Key, one.Value))];
    }

    static void Repeat(Action call, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException) when (!stop.IsCancellationRequested) { }
        }
    }

    static Headers SourceOf(ConsumeResult<byte[], byte[]> reading) => new()
    {
        { "source-partition", Encoding.UTF8.GetBytes(reading.Partition.Value.ToString(CultureInfo.InvariantCulture)) },
        { "source-offset", Encoding.UTF8.GetBytes(reading.Offset.Value.ToString(CultureInfo.InvariantCulture)) },
    };

    static bool IsAlert(SeenRecord reading) => IsAlert(reading.Value);

    static bool IsAlert(byte[] reading) => reading.AsSpan().IndexOf("\"alert\":true"u8) >= 0;
}
