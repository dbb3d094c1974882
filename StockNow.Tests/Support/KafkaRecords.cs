using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace StockNow.Tests.Support;

/// <summary>Where a record lies.</summary>
readonly record struct Position(int Partition, long Offset);

/// <summary>A record as a plain read_committed consumer sees it, with where it was made from.</summary>
readonly record struct SeenRecord(Position At, Position? Source, byte[] Value);

/// <summary>Reads topics with the client alone, past everything of the product.</summary>
static class KafkaRecords
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>All committed records of a topic, partition by partition mixed.</summary>
    public static IEnumerable<SeenRecord> Read(string brokers, string topic)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers, GroupId = "witness", IsolationLevel = IsolationLevel.ReadCommitted, EnablePartitionEof = true, EnableAutoCommit = false,
        }).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, TimeLimit).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        var open = partitions.Count;
        while (open > 0)
        {
            var result = consumer.Consume(TimeLimit) ?? throw new TimeoutException($"No record of {topic} within {TimeLimit}.");
            if (result.IsPartitionEOF) open--;
            else yield return new SeenRecord(new Position(result.Partition.Value, result.Offset.Value), SourceOf(result.Message.Headers), result.Message.Value);
        }
    }

    static Position? SourceOf(Headers headers) =>
        headers.TryGetLastBytes("source-partition", out var partition) && headers.TryGetLastBytes("source-offset", out var offset)
            ? new Position(int.Parse(Encoding.UTF8.GetString(partition), CultureInfo.InvariantCulture),
            long.Parse(Encoding.UTF8.GetString(offset), CultureInfo.InvariantCulture)) : null;
}
