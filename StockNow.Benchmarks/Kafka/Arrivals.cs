using System.Diagnostics;
using Confluent.Kafka;

namespace StockNow.Benchmarks.Kafka;

/// <summary>Reads a topic as a consumer of alerts does: committed records, as soon as they are committed.</summary>
static class Arrivals
{
    static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    public static void Read(string brokers, string topic, SentAlerts alerts, CancellationToken stop)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "benchmark",
            EnableAutoCommit = false,
            IsolationLevel = IsolationLevel.ReadCommitted,
            FetchWaitMaxMs = 50,
        }).Build();
        consumer.Assign(Enumerable.Range(0, BrokerRoom.Partitions).Select(number => new TopicPartitionOffset(topic, number, 0)));
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(Wait) is { } result) alerts.Arrived(result.Message.Value, Stopwatch.GetTimestamp());
        }
        consumer.Close();
    }
}
