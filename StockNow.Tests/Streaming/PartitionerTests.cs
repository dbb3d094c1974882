using System.Text;
using CsCheck;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Streaming;

sealed class PartitionerTests
{
    // From Kafka's own UtilsTest, and the hash of "abc" by Java.
    [TestCase("21", -973932308)]
    [TestCase("foobar", -790332482)]
    [TestCase("a-little-bit-long-string", -985981536)]
    [TestCase("a-little-bit-longer-string", -1486304829)]
    [TestCase("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [TestCase("abc", 479470107)]
    public void The_hash_is_that_of_Java_clients(string key, int hash) => Partitioner.Murmur2(Encoding.UTF8.GetBytes(key)).Should().Be(hash);

    [Test]
    public void A_negative_hash_gives_the_partition_that_Java_clients_choose() =>
        Partitioner.PartitionOf("21"u8, default, 6).Should().Be((-973932308 & int.MaxValue) % 6);

    [Test]
    public void The_key_alone_decides_and_without_one_the_value() =>
        Gen.Select(Gen.Byte.Array[1, 40], Gen.Byte.Array[0, 40], Gen.Int[1, 100]).Sample((key, value, partitions) =>
        Partitioner.PartitionOf(key, value, partitions) == Partitioner.PartitionOf(key, default, partitions)
        && Partitioner.PartitionOf(default, key, partitions) == Partitioner.PartitionOf(key, value, partitions)
        && Partitioner.PartitionOf(key, value, partitions) is var partition && partition >= 0 && partition < partitions);
}
