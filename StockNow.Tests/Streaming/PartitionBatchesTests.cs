using StockNow.Stages.Streaming.Kafka.Consuming;

namespace StockNow.Tests.Streaming;

/// <summary>Records of many partitions in one pull become batches, and an end is reported only when all before it was handed out.</summary>
sealed class PartitionBatchesTests
{
    readonly PartitionBatches _batches = new("readings");

    [SetUp]
    public void Hold_two_partitions()
    {
        _batches.Drop();
        _batches.Hold(0, 0);
        _batches.Hold(1, 0);
        _batches.Begin();
    }

    [Test]
    public void The_end_of_a_partition_is_not_reported_while_its_records_wait()
    {
        Add(partition: 0, offset: 7);
        Add(partition: 1, offset: 3);
        _batches.End(0, 8);
        _batches.End(1, 5);

        _batches.Take()!.Partition.Partition.Should().Be(0);
        _batches.Ends.Should().Equal(new Dictionary<int, long> { [0] = 8 });

        _batches.Take()!.Partition.Partition.Should().Be(1);
        _batches.Ends.Should().Equal(new Dictionary<int, long> { [0] = 8, [1] = 5 });
    }

    [Test]
    public void A_record_after_an_end_takes_the_end_back()
    {
        _batches.End(0, 8);
        Add(partition: 0, offset: 8);
        Add(partition: 1, offset: 3);
        _batches.End(1, 4);
        Add(partition: 1, offset: 4);

        while (_batches.Take() is not null) { }

        _batches.Ends.Should().BeEmpty();
    }

    [Test]
    public void An_end_goes_with_what_is_dropped_or_released()
    {
        Add(partition: 0, offset: 7);
        _batches.End(0, 8);
        _batches.End(1, 5);
        _batches.Release(1);
        _batches.Drop();

        _batches.Take().Should().BeNull();
        _batches.Ends.Should().BeEmpty();
    }

    void Add(int partition, long offset) => _batches.Add(partition, offset, 0, "key"u8, "value"u8, default);
}
