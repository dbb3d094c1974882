using System.Globalization;
using System.Text;
using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Consuming;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>
/// Named values in a compacted topic, written in the same transaction as what they belong to. They outlive the brokers' group offsets, which may
/// expire or be lost: that is how a lost offset is distinguished from a first start.
/// </summary>
sealed class KafkaPositions(KafkaClients clients, KafkaProperties properties)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The name of the position that says that a group has started to read a partition.</summary>
    public static string InitialOffset(string group, string topicId, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"met/{group}/{topicId}/{partition}");

    /// <summary>Reads all of them; compaction leaves little more than the last of each name.</summary>
    /// <param name="partitions">The offsets to read: those that a transaction hides come after them.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Dictionary<string, string>> ReadAsync(IReadOnlyList<PartitionState> partitions, CancellationToken stop)
    {
        var positions = new Dictionary<string, string>();
        foreach (var (partition, start, end) in partitions)
        {
            if (start >= end) continue;
            var scratch = new RecordScratch();
            using var consumer = clients.Scanner(scratch);
            consumer.Assign(new TopicPartitionOffset(partition.Topic, partition.Partition, start));
            await Task.Run(() =>
            {
                while (Consume(consumer) is { } result)
                {
                    stop.ThrowIfCancellationRequested();
                    if (result.IsPartitionEOF) return;
                    positions[Encoding.UTF8.GetString(scratch.Keys.Bytes)] = Encoding.UTF8.GetString(scratch.Values.Bytes);
                    if (result.Offset.Value + 1 >= end) return;
                }
                throw new EventLogException($"The positions in {KafkaTopics.Positions} could not be read within {Timeout.TotalSeconds} s.");
            }, stop);
        }
        return positions;
    }

    ConsumeResult<int, int>? Consume(IConsumer<int, int> consumer)
    {
        try { return consumer.Consume(Timeout); }
        catch (KafkaException fault)
        {
            throw KafkaFault.Of($"read {KafkaTopics.Positions}", fault, properties, null, KafkaClients.ScanAccess(KafkaTopics.Positions));
        }
    }

    public static Message<byte[], byte[]> Message(string name, string value) => new()
    {
        Key = Encoding.UTF8.GetBytes(name),
        Value = Encoding.UTF8.GetBytes(value),
    };
}
