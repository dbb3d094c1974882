using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>
/// Named numbers in a compacted topic, written in the same transaction as what they belong to. They outlive the brokers' group offsets, which may
/// expire or be lost: that is how a lost offset is told from a first meeting.
/// </summary>
sealed class KafkaPositions(KafkaClients clients)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The name under which a group's first meeting with a partition is noted.</summary>
    public static string Meeting(string group, string topicId, int partition) => string.Create(CultureInfo.InvariantCulture, $"met/{group}/{topicId}/{partition}");

    /// <summary>Reads all of them; compaction leaves little more than the last of each name.</summary>
    /// <param name="partitions">From where to where: what a transaction hides lies behind.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(IReadOnlyList<PartitionState> partitions, CancellationToken stop)
    {
        var positions = new Dictionary<string, long>();
        foreach (var (partition, start, end) in partitions)
        {
            if (start >= end) continue;
            var scratch = new RecordScratch();
            using var consumer = clients.Scanner(scratch);
            consumer.Assign(new TopicPartitionOffset(partition.Topic, partition.Partition, start));
            await Task.Run(() =>
            {
                while (consumer.Consume(Patience) is { } result)
                {
                    stop.ThrowIfCancellationRequested();
                    if (result.IsPartitionEOF) return;
                    positions[Encoding.UTF8.GetString(scratch.Keys.Bytes)] = long.Parse(scratch.Values.Bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                    if (result.Offset.Value + 1 >= end) return;
                }
                throw new EventLogException($"The positions in {KafkaTopics.Positions} could not be read within {Patience.TotalSeconds} s.");
            }, stop).ConfigureAwait(false);
        }
        return positions;
    }

    public static Message<byte[], byte[]> Message(string name, long position) => new()
    {
        Key = Encoding.UTF8.GetBytes(name),
        Value = Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture)),
    };
}
