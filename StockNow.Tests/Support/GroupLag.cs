using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace StockNow.Tests.Support;

/// <summary>How much a group has left to read.</summary>
static class GroupLag
{
    public static async Task<long> OfAsync(string brokers, string group, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).SetLogHandler((_, _) => { }).Build();
        var partitions = admin.GetMetadata(topic,
            TimeSpan.FromSeconds(10)).Topics.Single().Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId)).ToList();
        var ends = await admin.ListOffsetsAsync(
            partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }));
        var committed = (await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, partitions)]))
            .Single().Partitions.ToDictionary(one => one.Partition, one => one.Offset.Value);
        return ends.ResultInfos.Select(one => one.TopicPartitionOffsetError).Sum(end => end.Offset.Value - Math.Max(0, committed[end.Partition]));
    }
}
